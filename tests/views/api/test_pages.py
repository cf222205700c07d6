"""The OpenAPI document and the page that shows it."""

from typing import Any

from flask import Flask

from feedback.domain.limits import API_BATCH
from tests.visitors import Visitor


def read_document(app: Flask) -> Any:
    """The document as a machine reads it."""
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json


def test_the_document_says_what_the_call_takes(app: Flask) -> None:
    document = read_document(app)
    assert document["openapi"] == "3.1.0"
    call = document["paths"]["/api/v1/dossiers"]["post"]
    assert {"200", "400", "401", "413", "415", "422"} <= set(call["responses"])
    assert call["security"] == [{"key": []}]
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    schemas = document["components"]["schemas"]
    assert schemas["Batch"]["properties"]["dossiers"]["maxItems"] == API_BATCH
    assert schemas["Dossier"]["additionalProperties"] is False
    assert set(schemas["Dossier"]["required"]) == {"code", "service", "channel"}


def test_the_page_shows_every_field_without_script(
    app: Flask, visitor: Visitor
) -> None:
    page = visitor.get("/api/v1/docs")
    document = read_document(app)
    for name in document["components"]["schemas"]["Dossier"]["properties"]:
        assert name in page.text
    assert not page.html.find_all("script")
    assert "Mã hồ sơ." in page.text and "Dossier code." not in page.text
    english = visitor.get("/en/api/v1/docs")
    assert "Dossier code." in english.text and "Mã hồ sơ." not in english.text
