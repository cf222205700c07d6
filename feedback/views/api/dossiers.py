"""POST /api/v1/dossiers: registers send dossiers as they enter, change and end."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Response, abort, current_app, g, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs import ValidationError
from webargs.flaskparser import FlaskParser

from feedback.config import Settings
from feedback.domain import clock
from feedback.domain.imports import Refusal, RowFaults
from feedback.domain.registers import DossierRecord, DossierRow
from feedback.domain.text import clean_line
from feedback.exchange.dossiers import read_dossier
from feedback.operations.batches import Batch, KeyUsedBefore, record_batch
from feedback.queries.api_keys import find_api_key
from feedback.queries.dossiers import load_register
from feedback.views.api.errors import show_api_error
from feedback.views.api.schemas import (
    AnswerSchema,
    BatchSchema,
    ErrorSchema,
    HeaderSchema,
)

bp = Blueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    description="Hồ sơ từ các hệ thống một cửa. / Dossiers from registers.",
)


class BodyParser(FlaskParser):
    """Reads the body; what the JSON module cannot bear is the caller's fault."""

    def load_json(self, req: Any, schema: Schema) -> Any:
        try:
            return super().load_json(req, schema)
        except (RecursionError, ValueError):
            abort(400)

    def handle_error(
        self,
        error: ValidationError,
        req: Any,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> Any:
        places = error.messages_dict
        abort(show_api_error(422, errors=places.get("json") or places.get("headers")))


bp.ARGUMENTS_PARSER = BodyParser()


@bp.before_request
def check_key() -> Response | None:
    """Nothing is read of a call before its key is known."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = find_api_key(key.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        return show_api_error(401)
    g.api_key = found
    if request.method == "POST" and request.mimetype != "application/json":
        return show_api_error(415)
    return None


@bp.route("/dossiers", methods=["POST"])
@bp.arguments(HeaderSchema, location="headers")
@bp.arguments(BatchSchema)
@bp.response(200, AnswerSchema, description="Đã ghi. / Recorded.")
@bp.alt_response(400, schema=ErrorSchema, description="Không phải JSON. / Not JSON.")
@bp.alt_response(401, schema=ErrorSchema, description="Khóa không đúng. / Wrong key.")
@bp.alt_response(409, schema=ErrorSchema, description="Đang bận. / Busy.")
@bp.alt_response(413, schema=ErrorSchema, description="Quá lớn. / Too large.")
@bp.alt_response(415, schema=ErrorSchema, description="Không phải JSON. / Not JSON.")
@bp.alt_response(
    422,
    schema={"oneOf": [AnswerSchema, ErrorSchema]},
    description="Sai mẫu, hoặc có hồ sơ bị từ chối nên chưa ghi. / Wrong, or refused "
    "dossiers kept all out.",
)
@bp.doc(
    operationId="recordDossiers",
    summary="Gửi một lô hồ sơ / Send a batch of dossiers",
    security=[{"key": []}],
)
def record_dossiers(headers: dict[str, str], body: dict[str, Any]) -> Response:
    """Each dossier is answered: accepted, unchanged, or refused with reasons.

    With mode `all`, one refused dossier keeps all others out and the answer is 422.
    """
    settings: Settings = current_app.config["SETTINGS"]
    rows, refused = _read(body["dossiers"])
    batch = Batch(
        api_key_id=g.api_key.id,
        system=g.api_key.system,
        idempotency_key=headers.get("idempotency_key"),
        digest=hashlib.sha256(request.get_data()).hexdigest(),
        codes=[clean_line(item["code"])[:120] for item in body["dossiers"]],
        rows=rows,
        refused=refused,
        is_partial=body["mode"] == "partial",
    )
    try:
        answer = record_batch(
            batch, address=settings.address, hours=settings.outbox_hours
        )
    except KeyUsedBefore as error:
        return show_api_error(422, (error.message_vi, error.message_en))
    response = jsonify(answer.body)
    response.status_code = answer.status
    return response


def _read(
    items: list[dict[str, str | None]],
) -> tuple[list[DossierRow], list[Refusal]]:
    today = clock.today()
    records: list[DossierRecord] = []
    rows: list[DossierRow] = []
    refused: list[Refusal] = []
    for line, item in enumerate(items, start=1):
        values = {name: value or "" for name, value in item.items()}
        try:
            records.append(read_dossier(values, line, today))
        except RowFaults as error:
            refused.append(Refusal(line, error.faults))
    register = load_register(records)
    for record in records:
        try:
            rows.append(register.resolve(record))
        except RowFaults as error:
            refused.append(Refusal(record.line, error.faults))
    return rows, refused
