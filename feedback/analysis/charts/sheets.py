"""A sheet to draw on, in pixels from the top left."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform

from feedback.analysis.charts.looks import (
    COLOURS,
    DASHES,
    INK,
    PAPER,
    SHAPES,
    ChartText,
    Layout,
)
from feedback.analysis.charts.svg import write_svg
from feedback.analysis.charts.texts import measure_text, wrap_text
from feedback.analysis.verdicts import Evidence

# For the whole process, since a context would be undone by another thread half-way.
# Settings files of the machine are left aside: they would change the bytes.
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "font.family": "DejaVu Sans",
        "path.simplify": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "gop-y",
    }
)

Points = Sequence[tuple[float, float]]
Anchor = Literal["left", "center", "right"]


class _Strokes(Artist):
    """All strokes of a sheet, in order.

    One artist for all of them: with one for each, looking after them and laying out
    texts that lie where they are told would take most of the time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.strokes: list[Callable[[RendererBase], None]] = []

    def draw(self, renderer: RendererBase) -> None:
        """Make the strokes."""
        for stroke in self.strokes:
            stroke(renderer)


class Sheet:
    """A drawing in pixels, x from the left and y from the top, that grows downwards."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        #: Where the next thing goes; at the end, the height of the drawing.
        self.y = 0.0
        self._figure = Figure(dpi=72, facecolor=PAPER)
        self._strokes = _Strokes()
        self._figure.add_artist(self._strokes)
        self._places = Affine2D()
        # Tells the renderer at which end of a text its place is.
        self._anchor = Text()
        self._anchor.set_transform(IdentityTransform())

    def write(
        self,
        x: float,
        y: float,
        text: str,
        colour: str = INK,
        anchor: Anchor = "left",
        is_bold: bool = False,
    ) -> None:
        """Write a text with its baseline at y."""
        font = _font(self.layout.type_size, is_bold)

        def stroke(renderer: RendererBase) -> None:
            self._anchor.set_x(x)
            self._anchor.set_horizontalalignment(anchor)
            pen = _take_pen(renderer, colour, 1)
            renderer.draw_text(pen, x, y, text, font, 0.0, mtext=self._anchor)

        self._strokes.strokes.append(stroke)

    def line(
        self,
        points: Points,
        colour: str = INK,
        width: float = 2.0,
        is_dashed: bool = False,
    ) -> None:
        """Draw a line through the points."""
        self.lines([points], colour, width, is_dashed)

    def lines(
        self,
        lines: Sequence[Points],
        colour: str = INK,
        width: float = 2.0,
        is_dashed: bool = False,
    ) -> None:
        """Draw several lines of one kind."""
        path = Path.make_compound_path(*(Path(points) for points in lines))

        def stroke(renderer: RendererBase) -> None:
            pen = _take_pen(renderer, colour, width)
            if is_dashed:
                pen.set_dashes(0, [2 * dash for dash in DASHES])
            renderer.draw_path(pen, path, self._places)

        self._strokes.strokes.append(stroke)

    def area(self, points: Points, colour: str) -> None:
        """Fill the area inside the points."""
        self.areas([points], colour)

    def areas(self, areas: Sequence[Points], colour: str) -> None:
        """Fill several areas with one colour."""
        closed = (Path([*points, points[0]], closed=True) for points in areas)
        path = Path.make_compound_path(*closed)

        def stroke(renderer: RendererBase) -> None:
            pen = _take_pen(renderer, colour, 0)
            renderer.draw_path(pen, path, self._places, to_rgba(colour))

        self._strokes.strokes.append(stroke)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose top left corner is at x, y."""
        self.area(corners(x, y, width, height), colour)

    def mark(self, x: float, y: float, evidence: Evidence, size: float = 12) -> None:
        """Draw the sign of a verdict."""
        shape, is_filled = SHAPES[evidence]
        size *= 0.8 if shape == "D" else 1
        self.sign(x, y, shape, COLOURS[evidence], size, is_filled)

    def dot(self, x: float, y: float, colour: str, size: float) -> None:
        """Draw a small disc that says nothing of verdicts."""
        self.dots([(x, y)], colour, size)

    def dots(self, places: Points, colour: str, size: float) -> None:
        """Draw several such discs."""
        self.signs(places, "o", colour, size, width=0)

    def sign(
        self,
        x: float,
        y: float,
        shape: str,
        colour: str,
        size: float = 12,
        is_filled: bool = True,
    ) -> None:
        """Draw one of matplotlib's markers."""
        self.signs([(x, y)], shape, colour, size, is_filled)

    def signs(
        self,
        places: Points,
        shape: str,
        colour: str,
        size: float = 12,
        is_filled: bool = True,
        width: float = 2.5,
    ) -> None:
        """Draw the same marker in several places."""
        marker = MarkerStyle(shape)
        path = marker.get_path()
        form = marker.get_transform() + Affine2D().scale(size)
        inside = to_rgba(colour if is_filled else PAPER)

        def stroke(renderer: RendererBase) -> None:
            pen = _take_pen(renderer, colour, width)
            pen.set_joinstyle(marker.get_joinstyle())
            renderer.draw_markers(pen, path, form, Path(places), self._places, inside)

        self._strokes.strokes.append(stroke)

    def write_lines(
        self, text: str, value: str = "", colour: str = INK, indent: float = 0
    ) -> None:
        """Write a text in as many lines as it needs, then a bold value at the right."""
        size, width = self.layout.type_size, self.layout.width
        lines = wrap_text(text, width - indent, size)
        for line in lines:
            self.y += self.layout.line
            self.write(indent, self.y - 0.35 * size, line)
        needed = indent + measure_text(lines[-1], size) + size
        if needed + measure_text(value, size, is_bold=True) <= width:
            self.y -= self.layout.line
        for line in wrap_text(value, width, size, is_bold=True):
            self.y += self.layout.line
            self.write(width, self.y - 0.35 * size, line, colour, "right", True)

    def to_svg(self, text: ChartText) -> bytes:
        """Return the drawing as an SVG document."""
        width, height = self.layout.width, round(self.y)
        self._figure.set_size_inches(width / 72, height / 72)
        self._places.scale(1, -1).translate(0, height)
        return write_svg(self._figure, text.title, text.description, text.language)


def corners(x: float, y: float, width: float, height: float) -> Points:
    """Return the corners of a rectangle whose top left one is at x, y."""
    right, bottom = x + width, y + height
    return [(x, y), (right, y), (right, bottom), (x, bottom)]


def _take_pen(renderer: RendererBase, colour: str, width: float) -> GraphicsContextBase:
    pen = renderer.new_gc()
    pen.set_foreground(to_rgba(colour), isRGBA=True)
    pen.set_linewidth(width)
    return pen


@lru_cache
def _font(size: float, is_bold: bool) -> FontProperties:
    weight = "bold" if is_bold else "normal"
    return FontProperties(family="DejaVu Sans", weight=weight, size=size)
