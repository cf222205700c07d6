"""The other procedures a comment can belong to, and what its author can do there.

A comment is not the way to complain against a decision or to denounce a wrong: the law
gives those a procedure of their own, with rights a comment does not carry.
"""

from dataclasses import dataclass

from feedback.domain.errors import DomainError
from feedback.domain.labels import Label


class UnknownReferral(DomainError):
    """There is no such procedure on the list."""

    vi = "Mời chọn thủ tục mà ý kiến thuộc về."
    en = "Please choose the procedure the comment belongs to."


@dataclass(frozen=True)
class Referral:
    """A procedure outside this platform, with its law and a word of advice."""

    code: str
    label: Label
    basis: str
    advice: Label


REFERRALS: tuple[Referral, ...] = (
    Referral(
        "complaint",
        Label("Khiếu nại quyết định, hành vi hành chính", "Formal complaint"),
        "Luật Khiếu nại 02/2011/QH13",
        Label(
            "Ông/bà có thể gửi đơn khiếu nại đến cơ quan đã ra quyết định, hoặc đến "
            "nơi tiếp công dân của tỉnh hay xã.",
            "You can send a complaint to the body that took the decision, or hand it "
            "in at the citizen reception office of the province or commune.",
        ),
    ),
    Referral(
        "denunciation",
        Label("Tố cáo hành vi vi phạm pháp luật", "Denunciation"),
        "Luật Tố cáo 25/2018/QH14",
        Label(
            "Ông/bà có thể gửi đơn tố cáo đến cơ quan thanh tra hoặc nơi tiếp công "
            "dân. Pháp luật bảo vệ người tố cáo và giữ bí mật tên của họ.",
            "You can report it to the inspectorate or at a citizen reception office. "
            "The law protects people who report and keeps their names secret.",
        ),
    ),
    Referral(
        "regulation",
        Label(
            "Phản ánh, kiến nghị về quy định hành chính",
            "Petition about an administrative rule",
        ),
        "NĐ 20/2008/NĐ-CP (sửa đổi bởi NĐ 48/2013/NĐ-CP, NĐ 92/2017/NĐ-CP)",
        Label(
            "Ông/bà có thể gửi phản ánh, kiến nghị trên Cổng Dịch vụ công quốc gia.",
            "You can send a petition on the National Public Service Portal.",
        ),
    ),
    Referral(
        "dossier",
        Label("Đề nghị giải quyết một hồ sơ cụ thể", "Request about one dossier"),
        "NĐ 61/2018/NĐ-CP",
        Label(
            "Ông/bà mang giấy tiếp nhận hồ sơ đến Bộ phận Một cửa hoặc tra cứu trên "
            "Cổng Dịch vụ công quốc gia.",
            "Bring the dossier's receipt to the one-stop counter, or look it up on "
            "the National Public Service Portal.",
        ),
    ),
    Referral(
        "other_body",
        Label(
            "Việc của cơ quan ngoài tỉnh",
            "A matter of a body outside the province",
        ),
        "NĐ 20/2008/NĐ-CP, Điều 9",
        Label(
            "Việc này do cơ quan ngoài tỉnh giải quyết. Ông/bà có thể gửi đến cơ quan "
            "đó qua Cổng Dịch vụ công quốc gia.",
            "A body outside the province decides this. You can write to it through "
            "the National Public Service Portal.",
        ),
    ),
)

_BY_CODE = {referral.code: referral for referral in REFERRALS}


def choose_referral(code: str) -> Referral:
    """The procedure behind a code."""
    referral = _BY_CODE.get(code)
    if referral is None:
        raise UnknownReferral(field="referral")
    return referral


def find_referral(code: str) -> Referral | None:
    """The procedure behind a stored code, if the list still holds it."""
    return _BY_CODE.get(code)
