"""Monthly: call-back samples of sealed years are compared with what was published."""

from datetime import date

from feedback.operations.anchors import store_comparison
from feedback.queries.anchors import find_year_figure, list_samples
from feedback.reports.anchors import compare_year


def compare_anchors(on: date) -> str:
    """Compare every sample whose year is sealed; a corrected year is compared again."""
    done = []
    for row in list_samples():
        figure = find_year_figure(row.year)
        if figure is None:
            done.append(f"{row.year} not sealed")
            continue
        comparison = compare_year(row, figure)
        is_new = store_comparison(row.year, figure.publication_id, comparison)
        done.append(f"{row.year} {'compared' if is_new else 'unchanged'}")
    return ", ".join(done) or "no sample"
