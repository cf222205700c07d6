"""How a comment was addressed, step by step, in words for everybody."""

from datetime import date
from typing import Any, Protocol

from flask_babel import gettext as _

from feedback.domain import clock
from feedback.domain.deadlines import WORDS
from feedback.domain.grounds import find_ground
from feedback.domain.referrals import find_referral
from feedback.domain.states import (
    OWED_BY_AGENCY,
    OWED_BY_CITIZEN,
    Bucket,
    Move,
    State,
    View,
)
from feedback.queries.published import catalogue
from feedback.queries.published.comments import ShownComment
from feedback.views.dates import show_day
from feedback.views.languages import language

Step = dict[str, Any]


def list_events(shown: ShownComment) -> list[dict[str, Any]]:
    """The steps of a comment as the timeline prints them, and what comes next."""
    steps: list[Step] = shown.comment.steps
    names = catalogue.list_agency_names(s["agency"] for s in steps if "agency" in s)
    here = catalogue.name_agency(shown.agency)
    events = []
    for place, step in enumerate(steps):
        on = date.fromisoformat(step["on"])
        event = {
            "title": _title(
                step, names.get(step.get("agency", ""), here).text(language())
            ),
            "at": show_day(on),
            "datetime": step["on"],
            "text": _text(step),
        }
        due = _due_of_reply(shown, place)
        if step["move"] == Move.REPLY and due is not None and on > due:
            event["kind"] = "late"
            event["text"] = _("Hạn trả lời là %(due)s.", due=show_day(due))
        events.append(event)
    coming = _coming(shown)
    return [*events, coming] if coming else events


class Owed(Protocol):
    """What tells whether an answer is late."""

    @property
    def bucket(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def replied_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...


def is_overdue(row: Owed) -> bool:
    """Whether an answer is owed and its day has passed, as the balance counts it."""
    return (
        row.bucket == Bucket.WAITING
        and row.state != State.NEEDS_MORE
        and row.replied_on is None
        and row.due_on is not None
        and row.due_on < clock.today()
    )


def _due_of_reply(shown: ShownComment, place: int) -> date | None:
    """The due date an answer is held to: the last one told before a second round."""
    steps: list[Step] = shown.comment.steps
    if any(step["move"] == Move.REOPEN for step in steps[place:]):
        told = [step["due_on"] for step in steps[:place] if step.get("due_on")]
        return date.fromisoformat(told[-1]) if told else None
    return shown.comment.due_on


def _title(step: Step, agency: str) -> str:
    titles = {
        Move.DELIVER: _("Chuyển đến %(agency)s", agency=agency),
        Move.WITHHOLD: _("Không công khai nội dung, có căn cứ"),
        Move.APPEAL: _("Người góp ý đề nghị xem xét lại việc không công khai"),
        Move.UPHOLD: _("Thanh tra giữ nguyên việc không công khai"),
        Move.OVERTURN: _("Thanh tra hủy việc không công khai, ý kiến được xử lý tiếp"),
        Move.MOVE: _("Chuyển sang thủ tục khác"),
        Move.TRANSFER: _("Cơ quan báo không thuộc thẩm quyền, chuyển lại để giao đúng"),
        Move.ASK_MORE: _("Đề nghị người góp ý nói rõ thêm, tạm dừng tính hạn"),
        Move.SUPPLY: _("Người góp ý đã nói rõ thêm, tính hạn tiếp"),
        Move.EXTEND: _("Cơ quan gia hạn trả lời, có nêu lý do"),
        Move.PROGRESS: _("Cơ quan thông báo tiến độ"),
        Move.REPLY: _("Cơ quan trả lời"),
        Move.SEND_BACK: _("Đơn vị đầu mối trả lại để trả lời đúng điều đã nêu"),
        Move.PUBLISH: _("Công khai ý kiến và câu trả lời"),
        Move.REDACT: _("Che bớt nội dung đã công khai"),
        Move.VIEW: _("Người góp ý cho biết câu trả lời có đúng điều đã nêu không"),
        Move.REOPEN: _("Mở lại để xử lý thêm"),
        Move.CLOSE: _("Kết thúc"),
    }
    return titles.get(step["move"]) or Move(step["move"]).label.text(language())


def _text(step: Step) -> str:
    if step.get("view"):
        return View(step["view"]).label.text(language())
    if ground := find_ground(step.get("ground") or ""):
        return ground.label.text(language())
    if referral := find_referral(step.get("referral") or ""):
        return referral.label.text(language())
    words = [step.get("note") or step.get("why") or ""]
    if step.get("due_on"):
        due = show_day(date.fromisoformat(step["due_on"]))
        words.append(_("Hạn trả lời: %(due)s.", due=due))
    return " ".join(filter(None, words))


def _tell_interim(shown: ShownComment) -> str:
    """By when the agency owes a word, should the answer take that long."""
    words = [step for step in shown.comment.steps if step["move"] in WORDS]
    told = words[-1].get("interim_on") if words else None
    if not told:
        return ""
    on = show_day(date.fromisoformat(told))
    return _("Nếu chưa trả lời, cơ quan báo tiến độ chậm nhất ngày %(on)s.", on=on)


def _coming(shown: ShownComment) -> dict[str, Any] | None:
    state, due = State(shown.comment.state), shown.comment.due_on
    if state in OWED_BY_CITIZEN:
        return {"title": _("Đang chờ người góp ý nói rõ thêm"), "kind": "next"}
    if state in OWED_BY_AGENCY and due is not None:
        if is_overdue(shown.comment):
            day = _("hạn là %(due)s", due=show_day(due))
            title = _("Cơ quan chưa trả lời")
            return {"title": title, "at": day, "datetime": str(due), "kind": "late"}
        day = _("hạn %(due)s", due=show_day(due))
        title = _("Cơ quan phải trả lời")
        coming = {"title": title, "at": day, "datetime": str(due), "kind": "next"}
        return {**coming, "text": _tell_interim(shown)}
    if state in (State.REPLIED, State.AWAITING_PUBLICATION, State.REPLIED_AGAIN):
        return {
            "title": _("Câu trả lời đang được đọc lại trước khi công khai"),
            "kind": "next",
        }
    if state in (State.PUBLISHED, State.PUBLISHED_AGAIN):
        title = _("Chờ người góp ý cho biết câu trả lời có đúng điều đã nêu không")
        return {"title": title, "kind": "next"}
    if state in (State.SCREENING, State.SCREENED, State.WITHHOLD_PROPOSED):
        return {"title": _("Đang sàng lọc lại để giao đúng cơ quan"), "kind": "next"}
    return None
