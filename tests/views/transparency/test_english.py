"""English pages: names, numbers and days as English writes them."""

from tests.factories import make_agency
from tests.factories_published import (
    MET,
    make_publication,
    make_published_comment,
    make_result,
)
from tests.visitors import Visitor

NAME = "Department of Construction"


def test_an_agency_goes_by_its_english_name_where_it_has_one(visitor: Visitor) -> None:
    agency = make_agency(name="Sở Xây dựng", name_en=NAME)
    publication = make_publication()
    make_result(publication, MET, indicator="all", scope="agency", key=agency.code)
    make_published_comment(agency=agency)
    page = visitor.get(f"/en/co-quan/{agency.code}")
    assert page.h1 == NAME
    own = page.html.select_one("main [lang=vi]")
    assert own is not None and own.text == "Sở Xây dựng"
    for address in ("/en/co-quan", "/en/gop-y", f"/en/thang/{publication.month:%Y-%m}"):
        assert NAME in visitor.get(address).text
    assert NAME in visitor.get("/en/tim?q=construction").text
    assert visitor.get(f"/co-quan/{agency.code}").h1 == "Sở Xây dựng"


def test_an_agency_without_one_keeps_its_name(visitor: Visitor) -> None:
    agency = make_agency(name="Sở Xây dựng")
    assert visitor.get(f"/en/co-quan/{agency.code}").h1 == "Sở Xây dựng"


def test_words_of_citizens_and_agencies_are_marked_as_vietnamese(
    visitor: Visitor,
) -> None:
    comment = make_published_comment()
    page = visitor.get(f"/en/gop-y/{comment.ref}")
    assert {quote["lang"] for quote in page.html.select("blockquote")} == {"vi"}
    page = visitor.get(f"/gop-y/{comment.ref}")
    assert not page.html.select("blockquote[lang]")
