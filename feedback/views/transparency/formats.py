"""How stored values are printed on public pages."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from markupsafe import Markup, escape

from feedback.domain.clock import local_day
from feedback.domain.evidence import find_links
from feedback.domain.outcomes import Outcome
from feedback.domain.states import Bucket, View
from feedback.domain.tones import Tone
from feedback.views.languages import language
from feedback.views.transparency.cards import level_rows
from feedback.views.transparency.shells import show_card


def day_before(on: date) -> date:
    """The last day before a first day without."""
    return on - timedelta(days=1)


def named(unit: Any) -> str:
    """The name of a unit, in English where it has one and the page is English."""
    english: str | None = getattr(unit, "name_en", None)
    return english if english and language() == "en" else unit.name


def opening(text: str) -> str:
    """Words as a line begins with them: only the first letter changes."""
    return text[:1].upper() + text[1:]


def hash_in_groups(digest: str) -> Markup:
    """A digest that breaks over lines and is still copied in one piece."""
    groups = [escape(digest[start : start + 8]) for start in range(0, len(digest), 8)]
    return Markup("<code>") + Markup("<wbr>").join(groups) + Markup("</code>")


def linked_evidence(text: str) -> Markup:
    """Evidence with its web addresses as links that pass nothing on."""
    html = escape(text)
    for address in sorted(set(find_links(text)), key=len, reverse=True):
        link = Markup('<a class="govuk-link" href="{0}" rel="nofollow">{0}</a>')
        html = Markup(html.replace(escape(address), link.format(address)))
    return html


def describe_terms(terms: dict[str, Any]) -> list[dict[str, str]]:
    """Rules and inputs of a sealed period as rows of a list."""
    names = {
        "rules": _("Cách tính"),
        "plan": _("Kế hoạch"),
        "targets": _("Chỉ tiêu"),
        "sector_group": _("Nhóm đất đai, xây dựng, đầu tư"),
        "inputs": _("Đầu vào"),
    }
    return [
        {"key": names[name], "value": _write_term(name, terms[name])}
        for name in names
        if terms.get(name)
    ]


def _write_term(name: str, value: Any) -> str:
    if name == "rules" and isinstance(value, dict):
        rules = (
            rule["id"] if isinstance(rule, dict) else rule for rule in value.values()
        )
        return ", ".join(rules)
    if name == "plan" and isinstance(value, dict):
        return value.get("number") or value["code"]
    if name == "targets":
        return "; ".join(
            f"{t['code']} {t['operator'] or ''} {t['threshold'] or '–'} ({t['clause']})"
            for t in value
        )
    if name == "sector_group":
        sectors = ", ".join(value["sectors"])
        return _(
            "phiên bản %(version)s: %(sectors)s",
            version=value["version"],
            sectors=sectors,
        )
    if name == "inputs":
        return _write_inputs(value)
    return _flatten(value)


def _write_inputs(inputs: dict[str, Any]) -> str:
    names = {
        "ended": _("hồ sơ kết thúc"),
        "invited": _("được mời"),
        "delivered": _("lời mời đến nơi"),
        "rated": _("đã đánh giá"),
        "no_opinion": _("không có ý kiến"),
        "levels": _("số phiếu từ rất không hài lòng đến rất hài lòng"),
    }
    return "; ".join(
        f"{names[name]}: {_flatten(inputs[name])}"
        for name in names
        if inputs.get(name) is not None
    )


def _flatten(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flatten(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_flatten, value))
    return str(value)


def init_formats(bp: Blueprint) -> None:
    """Give the templates of public pages their filters."""
    for name, function in (
        ("bucket", Bucket),
        ("outcome", Outcome),
        ("view", View),
        ("tone", Tone),
        ("local_day", local_day),
        ("day_before", day_before),
        ("named", named),
        ("opening", opening),
        ("hash_in_groups", hash_in_groups),
        ("linked_evidence", linked_evidence),
    ):
        bp.add_app_template_filter(function, name)
    bp.add_app_template_global(level_rows, "level_rows")
    bp.add_app_template_global(show_card, "show_card")
    bp.add_app_template_global(describe_terms, "describe_terms")
