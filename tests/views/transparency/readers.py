"""How tests read a public page: its links by their words, its tables by their rows."""

from bs4 import Tag

from tests.visitors import Page


def words_of(tag: Tag) -> str:
    """The words of an element, spaces folded."""
    return " ".join(tag.get_text(" ").split())


def find_address(page: Page, words: str) -> str | None:
    """Where a link that says so leads, or nothing when there is no such link."""
    found = [tag for tag in page.html.select("main a") if words in words_of(tag)]
    return str(found[0]["href"]) if found else None


def read_rows(page: Page, caption: str = "") -> dict[str, list[str]]:
    """The rows of a table by their heads; of every table when none is named."""
    rows: dict[str, list[str]] = {}
    for table in page.html.select("table"):
        title = table.select_one("caption")
        if caption and (title is None or words_of(title) != caption):
            continue
        for row in table.select("tbody tr"):
            head = row.select_one("th")
            if head is not None:
                rows[words_of(head)] = [words_of(cell) for cell in row.select("td")]
    return rows


def list_reads(statements: list[str]) -> list[str]:
    """The questions among the statements sent to a database."""
    return [statement for statement in statements if statement.startswith("SELECT")]
