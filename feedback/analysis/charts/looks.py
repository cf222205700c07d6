"""The look that charts share: sizes, colours, shapes, how percentages are written."""

from dataclasses import dataclass

from feedback.analysis.verdicts import Evidence

PAPER = "#ffffff"
INK = "#1d2a2f"
GREY = "#5b6770"
TRACK = "#e9eef0"
#: A blue of its own for series over time: the colours of the verdicts would say that
#: months are judged.
LINE = "#1f5573"
BAND = "#c4d8e3"
#: What asks for a second look.
ALERT = "#a8321a"
#: Each verdict has a colour and, for grey paper and colour-blind eyes, a shape of its
#: own (marker, filled or open).
COLOURS = {
    Evidence.MET: "#00695c",
    Evidence.NOT_MET: ALERT,
    Evidence.TOO_CLOSE: "#8a6d00",
    Evidence.NOT_ENOUGH: GREY,
}
SHAPES = {
    Evidence.MET: ("o", True),
    Evidence.NOT_MET: ("s", True),
    Evidence.TOO_CLOSE: ("D", False),
    Evidence.NOT_ENOUGH: ("o", False),
}
DASHES = (5.0, 3.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Width of a chart and size of its type, in pixels."""

    width: int
    type_size: int

    @property
    def line(self) -> float:
        """Return the height of a line of text."""
        return 1.35 * self.type_size


#: As wide as a page, for charts with a row or column for each of many units.
BROAD = Layout(900, 17)
#: Half of a page, less the frame around it.
WIDE = Layout(440, 16)
#: What is left of a phone of 360 px beside its margins.
NARROW = Layout(308, 15)


@dataclass(frozen=True, slots=True)
class ChartText:
    """What a chart says to those who cannot see it, and how it writes a percentage."""

    title: str
    description: str
    language: str = "vi"
    percent: str = "{}%"
    decimal_mark: str = ","

    def write_percent(self, percent: float) -> str:
        """Return a percentage as people write it."""
        return self.percent.format(self.write_number(percent))

    def write_number(self, number: float) -> str:
        """Return a number as people write it."""
        return f"{number:g}".replace(".", self.decimal_mark)
