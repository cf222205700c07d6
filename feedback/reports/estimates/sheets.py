"""The answers of a period question by question, to measure the questions by."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feedback.analysis.arrays import FloatArray, freeze
from feedback.domain.labels import Label
from feedback.domain.periods import Period
from feedback.queries.items import ItemAnswers, list_scales, list_versions, read_items
from feedback.reports.rules import MIN_ANSWERED, MOST_RATINGS


@dataclass(frozen=True, eq=False)
class AnswerSheet:
    """Who answered which question of a version how; nan for no answer."""

    questionnaire: str
    #: Questions asked of everybody and answered by enough, and their wording.
    items: tuple[str, ...]
    wordings: tuple[Label, ...]
    #: Questions asked of everybody that too few answered.
    left_out: tuple[str, ...]
    #: Shape (people, items), and the overall answers.
    answers: FloatArray
    overall: FloatArray
    #: Of all ratings of the period, the share that was read.
    share_read: float

    @property
    def complete(self) -> int:
        """People who answered every one of the items."""
        return int(np.count_nonzero(~np.isnan(self.answers).any(axis=1)))


def read_sheets(period: Period, rated: int) -> Iterator[AnswerSheet]:
    """The versions by which so many people rated in a period, the oldest first."""
    share = min(1.0, MOST_RATINGS / max(rated, 1))
    versions = list_versions()
    asked = {}
    for number, version in versions.items():
        everybody = {q.id: q for q in version.questions if not q.channels}
        asked[number] = {
            name: everybody[name].wording
            for name in list_scales(version)
            if name in everybody
        }
    scales = {number: tuple(items) for number, items in asked.items()}
    for number, read in read_items(period.first, period.last, scales, share).items():
        name = f"{versions[number].code}/{versions[number].version}"
        yield _lay_out(name, asked[number], read, share)


def _lay_out(
    name: str, asked: dict[str, Label], read: ItemAnswers, share: float
) -> AnswerSheet:
    levels = read.levels.astype(np.float64)
    levels[levels == 0] = np.nan
    # In an order of their own: the database gives them in any.
    levels = levels[np.lexsort(read.levels.T)]
    answered = np.mean(~np.isnan(levels[:, 1:]), axis=0)
    is_kept = answered >= MIN_ANSWERED
    names = np.array(list(asked))
    return AnswerSheet(
        name,
        tuple(names[is_kept].tolist()),
        tuple(asked[item] for item in names[is_kept].tolist()),
        tuple(names[~is_kept].tolist()),
        freeze(levels[:, 1:][:, is_kept]),
        freeze(levels[:, 0]),
        share,
    )
