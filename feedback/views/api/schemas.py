"""The bodies of calls and answers, as the OpenAPI document describes them."""

from marshmallow import Schema, fields, validate

from feedback.domain.limits import API_BATCH

_TOO_MANY = (
    f"Một lô có từ 1 đến {API_BATCH} hồ sơ. Mời chia thành nhiều lô. / A batch holds "
    f"1 to {API_BATCH} dossiers. Split it."
)
_KEY = validate.Regexp(
    "^[!-~]{1,80}$",
    error=(
        "Idempotency-Key gồm 1 đến 80 ký tự ASCII không dấu cách. / An "
        "Idempotency-Key is 1 to 80 printable ASCII characters without spaces."
    ),
)


def _needed(limit: int, description: str, example: str) -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Length(max=limit),
        metadata={"description": description, "example": example},
    )


def _optional(limit: int, description: str, example: str) -> fields.String:
    return fields.String(
        allow_none=True,
        validate=validate.Length(max=limit),
        metadata={"description": description, "example": example},
    )


class DossierSchema(Schema):
    """A dossier as the register knows it. Names and other fields are refused."""

    code = _needed(120, "Mã hồ sơ. / Dossier code.", "H99.01-260302-0001")
    service = _needed(80, "Mã thủ tục. / Procedure code.", "1.001193")
    channel = _needed(
        80,
        "Hình thức nộp: online, counter hoặc post. / How it was filed.",
        "online",
    )
    received_by = _optional(
        80,
        "Mã cơ quan tiếp nhận, mặc định lấy từ mã hồ sơ. / Receiving agency or unit "
        "code; by default the agency in the dossier's code.",
        "H99.01",
    )
    settled_by = _optional(
        80,
        "Mã cơ quan giải quyết, mặc định là cơ quan tiếp nhận. / Settling agency; by "
        "default the receiving one. Ratings are given to it.",
        "H99.01",
    )
    received_on = _optional(
        40,
        "Ngày tiếp nhận, mặc định lấy từ mã hồ sơ. / Day of reception; by default the "
        "day in the dossier's code.",
        "2026-03-02",
    )
    due_on = _optional(40, "Ngày hẹn trả. / Promised day.", "2026-03-09")
    ended_on = _optional(40, "Ngày kết thúc. / Day of the ending.", "2026-03-06")
    ending = _optional(
        80,
        "Kết quả: finished, refused, returned hoặc withdrawn. / How it ended.",
        "finished",
    )
    email = _optional(
        254,
        "Địa chỉ nhận lời mời; không lưu sau khi mời. / Where the invitation goes; "
        "not kept after it.",
        "nguoi.nop@example.vn",
    )


class BatchSchema(Schema):
    """A batch of dossiers."""

    mode = fields.String(
        load_default="all",
        validate=validate.OneOf(["all", "partial"]),
        metadata={
            "description": "all: một hồ sơ sai thì không ghi hồ sơ nào; partial: ghi "
            "các hồ sơ đúng. / all: one refused dossier keeps all out; partial: the "
            "valid ones go in."
        },
    )
    dossiers = fields.List(
        fields.Nested(DossierSchema),
        required=True,
        validate=validate.Length(min=1, max=API_BATCH, error=_TOO_MANY),
    )


class HeaderSchema(Schema):
    """Headers of a call."""

    idempotency_key = fields.String(
        data_key="Idempotency-Key",
        validate=_KEY,
        metadata={
            "description": "Gửi lại cùng khóa và cùng nội dung thì nhận lại đúng câu "
            "trả lời cũ. / The same key with the same body gets the same answer and "
            "changes nothing.",
            "example": "lo-2026-03-06-001",
        },
    )


class ReasonSchema(Schema):
    """Why a dossier is refused."""

    field = fields.String(required=True)
    vi = fields.String(required=True)
    en = fields.String(required=True)


class ItemSchema(Schema):
    """What became of one dossier."""

    index = fields.Integer(required=True, strict=True)
    code = fields.String(required=True)
    result = fields.String(
        required=True,
        validate=validate.OneOf(["accepted", "unchanged", "refused", "not_written"]),
    )
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class AnswerSchema(Schema):
    """What became of a batch."""

    written = fields.Boolean(required=True)
    accepted = fields.Integer(required=True, strict=True)
    unchanged = fields.Integer(required=True, strict=True)
    refused = fields.Integer(required=True, strict=True)
    dossiers = fields.List(fields.Nested(ItemSchema), required=True)


class ErrorSchema(Schema):
    """Why a call as a whole was not carried out."""

    status = fields.Integer(required=True, strict=True)
    vi = fields.String(required=True)
    en = fields.String(required=True)
    errors = fields.Dict(keys=fields.String())
