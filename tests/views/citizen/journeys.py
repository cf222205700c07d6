"""The way of a citizen through the survey, one page at a time."""

from tests.visitors import Page, Visitor

SATISFIED = "4"


def start(visitor: Visitor, token: str, prefix: str = "") -> Page:
    """Follow the link of a letter to the first question."""
    return visitor.get(f"{prefix}/p/{token}")


def answer_all(visitor: Visitor, page: Page, *answers: str) -> Page:
    """Answer the questions in order, the rest with "satisfied"; lands on the words."""
    given = list(answers)
    while page.html.find("input", {"name": "answer"}):
        value = given.pop(0) if given else SATISFIED
        page = visitor.submit(page, {"answer": value} if value else {})
    return page


def reach_check(
    visitor: Visitor, token: str, *answers: str, words: str = "", prefix: str = ""
) -> Page:
    """Everything filled in, ready to be sent."""
    page = answer_all(visitor, start(visitor, token, prefix), *answers)
    return visitor.submit(page, {"comment": words})


def complete(
    visitor: Visitor, token: str, *answers: str, words: str = "", prefix: str = ""
) -> Page:
    """From the link to the receipt."""
    page = reach_check(visitor, token, *answers, words=words, prefix=prefix)
    return visitor.submit(page, action="gui")


def read_receipt(page: Page) -> str:
    """The code on a receipt page."""
    code = page.html.find("code")
    assert code, f"no code on {page.path}"
    return code.get_text().replace("-", "").strip()
