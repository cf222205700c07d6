"""What stands in the key of a chart, and what does not."""

from feedback.analysis.charts import ChartText, MonthPoint, MonthsText, draw_months

TEXT = ChartText("Theo tháng", "Số liệu ở bảng.")


def test_months_without_a_target_have_no_key_for_it() -> None:
    points = [MonthPoint("01/2026", 0.9, 0.85, 0.95)]
    without = draw_months(points, MonthsText("Hài lòng", "Khoảng"), TEXT)
    with_target = draw_months(points, MonthsText("Hài lòng", "Khoảng", "Đích"), TEXT)
    assert b"stroke-dasharray" not in without
    assert b"stroke-dasharray" in with_target
