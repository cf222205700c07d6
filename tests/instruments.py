"""What a publication says of the questions themselves, in small numbers."""

from typing import Any

from feedback.extensions import db
from feedback.models.publications import Estimate, Publication

ITEM = {"id": "time", "vi": "Thời gian ra sao?", "en": "How was the time?"}
INSTRUMENT: dict[str, Any] = {
    "floor": 300,
    "versions": [
        {
            "questionnaire": "dossier/1",
            "complete": 596,
            "n": 473,
            "straight_share": 0.2064,
            "all_satisfied": {
                **{"n": 641, "k": 450, "rate": 0.702},
                **{"lower": 0.6709, "upper": 0.7318},
            },
            "alpha": 0.8861,
            "lower": 0.8691,
            "upper": 0.9016,
            "ordinal_alpha": 0.8952,
            "omega": None,
            "eigenvalues": [3.4, 0.5],
            "items": [{**ITEM, "item_total": 0.71, "alpha_without": 0.86}],
        }
    ],
}
DRIVERS: dict[str, Any] = {
    "n": 596,
    "explained": 0.905,
    "ordinal_order": 0.8,
    "items": [
        {
            **ITEM,
            "importance": 0.187,
            "lower": 0.174,
            "upper": 0.2,
            "performance": 4.22,
        }
    ],
}


def measure_questions(publication: Publication) -> None:
    """Give a quarter or a year both estimates of the province."""
    for method, values in (("instrument", INSTRUMENT), ("drivers", DRIVERS)):
        db.session.add(
            Estimate(
                publication_id=publication.id,
                month=publication.month,
                length=publication.length,
                method=method,
                indicator="all",
                scope="province",
                key="-",
                values=values,
            )
        )
    db.session.commit()
