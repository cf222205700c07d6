"""Made-up comments with a known theme and tone, for measuring what reads comments.

A comment is three clauses of a theme between an opening and a closing, with papers,
people, days and numbers filled in: like real ones they share words and turns of phrase,
but only seldom whole sentences.
"""

from dataclasses import dataclass

import numpy as np

OPENINGS = (
    *("Kính gửi quý cơ quan.", "Tôi xin góp ý như sau:", "Tôi làm {paper} cho {kin}."),
    *("Mình đến phường ngày {day}.", "Nhà tôi ở xa, {kin} đi cùng.", "Góp ý nhỏ thôi:"),
    *(
        "Lần {n} tôi tới đây.",
        "Tháng rồi tôi đi làm {paper}.",
        "{kin} tôi lớn tuổi.",
        "",
    ),
)
CLOSINGS = (
    *("Mong lãnh đạo xem lại.", "Xin cảm ơn.", "Rất mong được trả lời.", "Trân trọng."),
    *(
        "Đề nghị rút kinh nghiệm.",
        "Chúc cơ quan ngày càng tốt.",
        "Tôi chờ phản hồi.",
        "",
    ),
)
#: What of each theme the clauses speak of, and what is said of it.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "waiting": (
        *(
            "hẹn trả {paper}",
            "thời gian chờ đợi",
            "ngày trả kết quả",
            "việc giải quyết",
        ),
        *(
            "lấy số xếp hàng",
            "tiến độ hồ sơ {paper}",
            "chờ tới lượt",
            "hạn trả {paper}",
        ),
    ),
    "guidance": (
        *("hướng dẫn làm {paper}", "mẫu đơn {paper}", "thành phần giấy tờ"),
        *("bảng niêm yết thủ tục", "lời chỉ dẫn điền tờ khai", "giấy hẹn bổ sung"),
        *("danh mục giấy tờ {paper}", "tổng đài hướng dẫn"),
    ),
    "attitude": (
        *("thái độ cán bộ quầy số {n}", "chị cán bộ tiếp dân", "anh nhân viên một cửa"),
        *("cách nói năng của công chức", "người tiếp nhận {paper}", "bác bảo vệ"),
        *("cô văn thư", "lãnh đạo phường tiếp {kin}"),
    ),
    "online": (
        *("cổng dịch vụ công", "nộp trực tuyến {paper}", "hệ thống tải tệp lên"),
        *("đăng nhập định danh", "mã xác thực điện thoại", "trang web tra cứu"),
        *("thanh toán qua mạng", "ứng dụng chữ ký số"),
    ),
    "cost": (
        *(
            "lệ phí {paper}",
            "tiền photo bản sao",
            "mức thu niêm yết",
            "biên lai thu tiền",
        ),
        *("phí chứng thực", "khoản phí {n} nghìn", "giá in ấn hồ sơ", "tiền bồi dưỡng"),
    ),
}
SAID: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "waiting": (
        ("trễ tới {n} hôm", "quá lâu", "chậm hơn giấy hẹn", "dây dưa mãi chưa xong"),
        ("sớm hơn {n} ngày", "rất nhanh", "đúng như đã hẹn", "gọn trong buổi sáng"),
    ),
    "guidance": (
        ("mỗi lần một khác", "sơ sài khó hiểu", "thiếu sót sai mẫu", "không ai nắm rõ"),
        ("rõ ràng từng mục", "kỹ càng dễ hiểu", "đầy đủ chính xác", "cặn kẽ tận nơi"),
    ),
    "attitude": (
        ("cáu gắt hách dịch", "thờ ơ khó chịu", "nói trống không", "coi thường dân"),
        ("niềm nở lịch sự", "nhiệt tình vui vẻ", "thân thiện tận tâm", "nhẹ nhàng quý"),
    ),
    "online": (
        (
            "báo lỗi liên tục",
            "bị treo nhiều giờ",
            "mất hết thông tin",
            "rối rắm lằng nhằng",
        ),
        (
            "chạy mượt ổn định",
            "tiện lợi tại nhà",
            "dễ dùng với {kin}",
            "nhận ngay tức thì",
        ),
    ),
    "cost": (
        ("cao vô lý", "không công khai", "mỗi nơi một giá", "thu mà chẳng ghi giấy"),
        ("minh bạch rõ ràng", "đúng quy định", "được miễn giảm", "hợp lý phải chăng"),
    ),
}
DETAILS = (
    *(
        "khiến {kin} tôi đi lại {n} lần",
        "từ hồi tháng {n}",
        "so với nơi cũ",
        "hôm {day}",
    ),
    *("dù {kin} đã hỏi trước", "ở cả ba lần tôi tới", "với người lớn tuổi như {kin}"),
    *(
        "ngay tại quầy",
        "mặc dù rất đông người",
        "theo ý {kin} nhà tôi",
        "suốt buổi chiều",
    ),
    *(
        "trong khi mưa gió",
        "đối với dân lao động",
        "vào đầu giờ sáng",
        "như bao lần khác",
    ),
)
PAPERS = (
    *(
        "khai sinh",
        "sổ đỏ",
        "giấy phép xây dựng",
        "chứng thực bản sao",
        "hộ kinh doanh",
    ),
    *("căn cước", "kết hôn", "trợ cấp xã hội", "đất đai", "tạm trú", "bảo hiểm y tế"),
)
KIN = (
    *(
        "mẹ",
        "bố",
        "bà nội",
        "ông ngoại",
        "vợ",
        "chồng",
        "con gái",
        "anh trai",
        "chị dâu",
    ),
    *("cháu", "hàng xóm", "bác", "cô", "chú"),
)
ADDED = ("nhé", "ạ", "lắm", "thật", "cũng", "hơi", "khá", "nữa", "luôn", "đấy")


@dataclass(frozen=True, slots=True)
class Voice:
    """A made-up comment with what it was made from."""

    text: str
    theme: str
    is_satisfied: bool


def make_voices(
    n: int, random: np.random.Generator, satisfied: float = 0.6
) -> list[Voice]:
    """Return n comments, each of one theme and tone."""
    themes = list(SAID)
    return [
        _make_voice(
            themes[int(random.integers(len(themes)))],
            bool(random.random() < satisfied),
            random,
        )
        for _ in range(n)
    ]


def edit_copy(text: str, edits: int, random: np.random.Generator) -> str:
    """Return a copy with words added, left out, exchanged or misspelt."""
    words = text.split()
    for _ in range(edits):
        place = int(random.integers(len(words)))
        kind = int(random.integers(4))
        if kind == 0:
            words.insert(place, _pick(ADDED, random))
        elif kind == 1 and len(words) > 8:
            del words[place]
        elif kind == 2 and place + 1 < len(words):
            words[place], words[place + 1] = words[place + 1], words[place]
        else:
            words[place] = words[place][:-1] or words[place]
    return " ".join(words)


def _make_voice(theme: str, is_satisfied: bool, random: np.random.Generator) -> Voice:
    subjects = random.permutation(len(SUBJECTS[theme]))[:3]
    parts = [
        _pick(OPENINGS, random),
        *(
            f"{SUBJECTS[theme][int(place)]} {_pick(SAID[theme][is_satisfied], random)} "
            f"{_pick(DETAILS, random)},"
            for place in subjects
        ),
        _pick(CLOSINGS, random),
    ]
    filled = [_fill(part, random) for part in parts if part]
    return Voice(" ".join(filled), theme, is_satisfied)


def _pick(options: tuple[str, ...], random: np.random.Generator) -> str:
    return options[int(random.integers(len(options)))]


def _fill(part: str, random: np.random.Generator) -> str:
    return part.format(
        paper=_pick(PAPERS, random),
        kin=_pick(KIN, random),
        day=f"{random.integers(1, 31)}/{random.integers(1, 13)}",
        n=int(random.integers(2, 60)),
    )
