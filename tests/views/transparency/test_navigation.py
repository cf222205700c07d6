"""Which entry of the main navigation a page belongs to."""

import pytest
from flask import Flask

from tests.visitors import Visitor


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "Tổng quan"),
        ("/gop-y", "Ý kiến"),
        ("/cam-ket", "Ý kiến"),
        ("/qua-han", "Ý kiến"),
        ("/khong-cong-khai", "Ý kiến"),
        ("/xu-ly-y-kien", "Ý kiến"),
        ("/thang", "Theo kỳ"),
        ("/kiem-chung", "Theo kỳ"),
        ("/du-lieu", "Dữ liệu mở"),
    ],
)
def test_a_page_is_marked_in_one_entry(app: Flask, path: str, entry: str) -> None:
    page = Visitor(app).get(path)
    marked = page.html.select('nav[aria-label="Mục chính"] a[aria-current]')
    assert [link.get_text(strip=True) for link in marked] == [entry]
