"""Where the signs, lines and bars of units, months, levels and coverage lie."""

import pytest

from feedback.analysis.charts import (
    BROAD,
    NARROW,
    WIDE,
    FunnelStep,
    IntervalRow,
    LevelBar,
    MonthPoint,
    draw_distribution,
    draw_funnel,
    draw_intervals,
    draw_months,
)
from feedback.analysis.charts.distributions import BAR_HEIGHT, LEVEL_COLOURS
from feedback.analysis.charts.funnels import LAST_COLOUR, STEP_COLOUR
from feedback.analysis.charts.looks import BAND, COLOURS, INK, LINE, TRACK
from feedback.analysis.charts.texts import measure_text
from feedback.analysis.verdicts import Evidence
from tests.analysis.drawn import (
    BARS,
    CHARTS,
    INTERVALS,
    KEY,
    LEVELS,
    ROWS,
    STEPS,
    TEXT,
    WORDS,
    list_boxes,
    list_forms,
    list_lines,
    list_marks,
    list_texts,
)
from tests.analysis.extremes import make_rows


def test_units_stand_at_their_rate_with_a_sign_of_their_verdict() -> None:
    svg = CHARTS["intervals"](WIDE)
    # The scale begins at 70, a ten under the lowest bound of 78 %.
    margin = measure_text("100%", WIDE.type_size) / 2
    room = WIDE.width - 2 * margin
    for row in ROWS[:3]:
        # The key comes first.
        in_key, in_row = list_marks(svg, COLOURS[row.evidence])
        assert row.share is not None
        expected = margin + (100 * row.share - 70) / 30 * room
        assert in_row == pytest.approx(expected, abs=0.01) and in_key != in_row
    # A row without a figure has no sign, only the key has.
    assert len(list_marks(svg, COLOURS[Evidence.NOT_ENOUGH])) == 1


def test_standings_differ_by_shape_alone() -> None:
    svg = CHARTS["intervals"](WIDE)
    places = list_marks(svg, INK)
    # Three in the key, three in the rows, before the names.
    assert len(places) == 6 and places[3:] == [9, 9, 9]
    rows = [make_rows(3)[n] for n in range(3)]
    shapes = set()
    for row in rows:
        one = draw_intervals([row], 0.9, INTERVALS, TEXT)
        shapes.add(next(iter(list_forms(one, INK))))
    assert len(shapes) == 3


def test_units_that_were_not_compared_have_no_room_for_a_standing() -> None:
    svg = draw_intervals(ROWS[3:], 0.9, INTERVALS, TEXT)
    assert not list_marks(svg, INK)
    name = next(t for t in list_texts(svg) if t.text == ROWS[3].label)
    assert name.left == 0


def test_names_and_figures_stand_beside_the_tracks_of_a_broad_chart() -> None:
    rows = [
        IntervalRow(f"Sở số {n}", "91% (91/100)", Evidence.MET, 0.91, 0.85, 0.95)
        for n in range(168)
    ]
    svg = draw_intervals(rows, 0.9, INTERVALS, TEXT, BROAD)
    tracks = list_boxes(svg, TRACK)
    assert len(tracks) == 168
    assert {round(box.left) for box in tracks} == {round(0.36 * BROAD.width)}
    names = [t for t in list_texts(svg) if t.text.startswith("Sở số")]
    values = [t for t in list_texts(svg) if t.text == "91% (91/100)"]
    for name, box, value in zip(names, tracks, values, strict=True):
        assert name.right < box.left < box.right < value.left
        assert box.top < name.baseline < box.bottom + 4


def test_several_charts_can_share_one_scale() -> None:
    rows = [IntervalRow("Sở", "95%", Evidence.MET, 0.95, 0.94, 0.96)]
    texts = {
        lowest: {
            t.text
            for t in list_texts(
                draw_intervals(rows, 0.9, INTERVALS, TEXT, lowest=lowest)
            )
        }
        for lowest in (None, 40)
    }
    assert "80%" in texts[None] and "40%" not in texts[None]
    assert "40%" in texts[40]


def test_the_target_crosses_every_row() -> None:
    svg = CHARTS["intervals"](WIDE)
    dashed = [line for line, is_dashed in list_lines(svg, INK) if is_dashed]
    assert len(dashed) == len(ROWS)
    assert len({x for x1, _, x2, _ in dashed for x in (x1, x2)}) == 1


def test_the_key_names_only_verdicts_that_are_there() -> None:
    svg = draw_intervals(ROWS[:1], 0.9, INTERVALS, TEXT)
    texts = {t.text for t in list_texts(svg)}
    assert WORDS[Evidence.NOT_MET] in texts
    assert not texts & {WORDS[Evidence.MET], WORDS[Evidence.NOT_ENOUGH]}


def test_a_month_without_answers_breaks_the_line() -> None:
    svg = CHARTS["months"](WIDE)
    # Months 0-3, 5 alone, 7-23: two areas, and an upright line for the single month.
    assert len(list_boxes(svg, BAND)) == 3  # two, and the key
    runs = [line for line, _ in list_lines(svg, LINE)]
    assert sorted(len(line) // 2 for line in runs) == [2, 4, 17]  # key, two runs


def test_a_target_steps_when_the_plan_does() -> None:
    svg = CHARTS["months"](WIDE)
    dashed = [line for line, is_dashed in list_lines(svg, INK) if is_dashed][1:]
    (left, low, middle, _), (start, high, right, _) = dashed
    assert middle == start
    assert high < low  # 95 % lies above 90 %
    assert right - start == pytest.approx(12 / 10 * (middle - left), rel=1e-4)
    assert {"90%", "95%"} <= {t.text for t in list_texts(svg)}


def test_a_target_between_round_numbers_is_on_the_scale() -> None:
    points = [MonthPoint("01/2026", 0.9, 0.85, 0.95, 0.925), MonthPoint("02/2026")]
    texts = [t.text for t in list_texts(draw_months(points, KEY, TEXT, NARROW))]
    assert "92,5%" in texts


def test_months_without_any_answer_still_make_a_chart() -> None:
    svg = draw_months([MonthPoint("01/2026"), MonthPoint("02/2026")], KEY, TEXT)
    assert list_boxes(svg, BAND)[1:] == []
    assert "01/2026" in [t.text for t in list_texts(svg)]


def test_rates_without_intervals_are_a_line_without_a_band() -> None:
    points = [MonthPoint("1", 0.9), MonthPoint("2", 0.8), MonthPoint("3")]
    svg = draw_months([*points, MonthPoint("4", 0.7)], KEY, TEXT)
    assert len(list_boxes(svg, BAND)) == 1  # the key
    assert len(list_lines(svg, LINE)) == 2  # the key and the first two months


def test_so_many_months_that_no_stride_fits_show_the_first_alone() -> None:
    points = [MonthPoint(f"tháng {m} của giai đoạn", 0.9, 0.8, 1.0) for m in range(90)]
    texts = [t.text for t in list_texts(draw_months(points, KEY, TEXT, NARROW))]
    assert [t for t in texts if t.startswith("tháng")] == ["tháng 0 của giai đoạn"]


def test_levels_are_as_wide_as_their_share() -> None:
    svg = CHARTS["distribution"](WIDE)
    for level, colour in enumerate(LEVEL_COLOURS):
        widths = [
            box.right - box.left
            for box in list_boxes(svg, colour)
            if box.bottom - box.top == pytest.approx(BAR_HEIGHT)
        ]
        shares = [bar.counts[level] / sum(bar.counts) for bar in BARS[:2]]
        assert widths == pytest.approx([WIDE.width * s for s in shares], abs=0.01)


def test_no_two_levels_are_the_same_in_grey() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    greys = sorted(lightness(colour) for colour in LEVEL_COLOURS)
    gaps = [high - low for low, high in zip(greys, greys[1:], strict=False)]
    assert min(gaps) > 25


def test_a_bar_of_one_level_is_whole() -> None:
    bar = LevelBar("Sở Tài chính", "55 trên 55", (0, 0, 0, 0, 55))
    svg = draw_distribution([bar], LEVELS, TEXT)
    boxes = list_boxes(svg, LEVEL_COLOURS[4])
    assert max(box.right - box.left for box in boxes) == pytest.approx(WIDE.width)


def test_steps_of_coverage_are_as_long_as_their_count() -> None:
    svg = CHARTS["funnel"](NARROW)
    boxes = [*list_boxes(svg, STEP_COLOUR), *list_boxes(svg, LAST_COLOUR)]
    widths = [box.right - box.left for box in boxes]
    expected = [NARROW.width * step.count / 1903 for step in STEPS]
    assert widths == pytest.approx(expected, abs=0.01)


def test_coverage_of_nobody_has_empty_bars() -> None:
    svg = draw_funnel([FunnelStep("Đã kết thúc", "0", 0)], TEXT)
    assert [box.right - box.left for box in list_boxes(svg, LAST_COLOUR)] == [0]
