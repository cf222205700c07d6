"""The ways about the public house: main navigation, foot of the page, search."""

from collections.abc import Iterable
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

#: Address and words. Only addresses that the application serves are shown.
_MAIN = (
    ("/", _l("Tổng quan")),
    ("/co-quan", lazy_pgettext("list", "Cơ quan")),
    ("/gop-y", _l("Ý kiến")),
    ("/dich-vu", lazy_pgettext("list", "Thủ tục")),
    ("/linh-vuc", lazy_pgettext("list", "Lĩnh vực")),
    ("/thang", _l("Theo kỳ")),
    ("/du-lieu", _l("Dữ liệu mở")),
)
_FOOT = (
    ("/ve-gop-y", _l("Về Góp Ý")),
    ("/cach-tinh", _l("Cách tính")),
    ("/du-lieu", _l("Dữ liệu mở")),
    ("/dinh-chinh", _l("Đính chính")),
    ("/khong-cong-khai", _l("Không công khai và che bớt")),
    ("/khao-sat-khac", _l("Khảo sát khác")),
    ("/kha-nang-tiep-can", _l("Khả năng tiếp cận")),
    ("/phieu", _l("Nhập mã phiếu")),
    ("/bien-nhan", _l("Tra cứu biên nhận")),
    ("/dang-nhap", _l("Đăng nhập cán bộ")),
)
#: What else belongs to an entry of the main navigation.
_BELOW = {
    "/gop-y": ("/cam-ket", "/qua-han", "/khong-cong-khai", "/xu-ly-y-kien"),
    "/thang": ("/quy", "/nam", "/dinh-chinh", "/kiem-chung"),
}
_SEARCH = "/tim"
_BALLOT = "/phieu"


def link_pages() -> dict[str, Any]:
    """What the layouts show on every page."""
    root = request.script_root
    links = current_app.extensions.setdefault("page_links", {})
    if root not in links:  # the language is in the root
        links[root] = _list_links(root)
    main, same = links[root]
    return {
        "nav": [{**link, "current": _is_here(link["path"])} for link in main],
        **same,
    }


def _list_links(root: str) -> tuple[list[dict[str, str]], dict[str, Any]]:
    served = {rule.rule for rule in current_app.url_map.iter_rules()}

    def serve(links: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
        return [
            {"path": path, "href": root + path, "text": str(text)}
            for path, text in links
            if path in served
        ]

    return serve(_MAIN), {
        "footer_nav": serve(_FOOT),
        "search_href": root + _SEARCH if _SEARCH in served else None,
        "home_href": root + "/",
        "ballot_href": root + _BALLOT if _BALLOT in served else None,
    }


def _is_here(path: str) -> bool:
    here = request.path
    folders = (path, *_BELOW.get(path, ()))
    return here in folders or (
        path != "/" and here.startswith(tuple(f"{folder}/" for folder in folders))
    )
