"""What charts are drawn on: an SVG of a fixed width, with words, and with rectangles in colours and patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from francis.formats.charts.control_figure import PointLook
from francis.formats.charts.figure import PATTERNS, Label
from francis.formats.text.measures import length

# The measures of a drawing, in units of SVG: at its natural size a unit is a pixel, three quarters of
# a point. It is narrower than a telephone, and in a column of 60 millimetres its type has more than 7 points.
WIDTH, TYPE, LINE, BAR, GAP = 280, 12, 15, 17, 7
FOOT = BAR / 2 + 4
"""How far below the top of a bar the foot of its words is."""
STEP = 6
"""The distance between the strokes of a pattern."""
BOLD = {"font-weight": "bold"}
FONT = '"House Sans", sans-serif'
"""The font of house.css, named again: WeasyPrint does not hand a style sheet on to a drawing."""


class Canvas:
    """A drawing while it is made, from top to bottom: `y` is where the next thing goes."""

    def __init__(self, description: str) -> None:
        from lxml.etree import Element as new_element
        from lxml.etree import SubElement

        self.add = SubElement
        self.root = new_element(
            "svg",
            {
                "role": "img", "viewBox": f"0 0 {WIDTH} 0", "preserveAspectRatio": "xMinYMin",
                "font-family": FONT, "font-size": str(TYPE), "fill": "currentColor",
            },
        )  # fmt: skip
        self.add(self.root, "title").text = description
        # Browsers hand the words of a drawing on to screen readers even where it is one image.
        self.seen = self.add(self.root, "g", {"aria-hidden": "true"})
        self.y = 1.0

    def end(self, y: float) -> None:
        """End the drawing at a height."""
        self.root.set("viewBox", f"0 0 {WIDTH} {in_short(y)}")

    def line(self, path: str, **pen: str) -> None:
        """Draw a path."""
        self.add(self.seen, "path", {"d": path, "stroke": "currentColor", **pen})

    def filled(self, look: Label, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle in the colour and the pattern of a step, with a dark outline."""
        self._rectangle(x, y, width, height, fill=_paint(look.colour, "white"))
        if strokes := _strokes(PATTERNS[look.pattern][0], x, y, width, height):
            pen = {"stroke": _paint(look.ink, "currentColor"), "stroke-linecap": "round"}
            pen["stroke-width"] = "2.4" if "." in PATTERNS[look.pattern][0] else "1"
            self.add(self.seen, "path", {"d": strokes, "fill": "none", **pen})
        self._rectangle(x, y, width, height, fill="none", stroke="currentColor")

    def count(self, look: Label, figure: int, x: float, y: float, width: float) -> None:
        """Write a count on its segment if there is room, on a plain ground."""
        words = str(figure)
        if (needed := length(words, TYPE)) + 1 > width:
            return
        middle = x + width / 2
        if look.pattern:
            ground = _paint(look.colour, "white")
            wide = min(needed + 5, width - 1)
            self._rectangle(middle - wide / 2, y + 3, wide, BAR - 6, fill=ground)
        ink = {"text-anchor": "middle", "fill": _paint(look.ink, "currentColor")}
        self.text([words], middle, y + FOOT, **BOLD, **ink)

    def point(self, look: PointLook, up: bool, x: float, y: float, size: float) -> None:
        """Draw a point of a course: in its shape, which points up or down if it is a triangle."""
        ink = _paint(look.colour, "currentColor")
        pen = {"fill": ink if look.shape in ("dot", "filled triangle") else "white", "stroke": ink}
        if look.shape == "dot":
            place = {"cx": in_short(x), "cy": in_short(y), "r": in_short(size * 0.75)}
            self.add(self.seen, "circle", {**place, **pen})
        elif look.shape == "square":
            self._rectangle(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6, **pen)
        else:
            tip = -size if up else size
            path = f"M{in_short(x - size)},{in_short(y - tip)}h{in_short(2 * size)}l{in_short(-size)},{in_short(2 * tip)}z"
            self.add(self.seen, "path", {"d": path, **pen})

    def _rectangle(self, x: float, y: float, width: float, height: float, **look: str) -> None:
        place = {"x": x, "y": y, "width": width, "height": height}
        numbers = {name: in_short(value) for name, value in place.items()}
        self.add(self.seen, "rect", {**numbers, **look})

    def text(self, lines: Sequence[str], x: float, y: float, **look: str) -> None:
        """Write lines below each other; `y` is the foot of the first."""
        for place_of, line in enumerate(lines):
            place = {"x": in_short(x), "y": in_short(y + place_of * LINE)}
            self.add(self.seen, "text", {**place, **look}).text = line


def _paint(colour: str, otherwise: str) -> str:
    return f"#{colour.lower()}" if colour else otherwise


def in_short(value: float) -> str:
    """Return a measure with two places at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _strokes(pattern: str, x: float, y: float, width: float, height: float) -> str:
    """Return the path of a pattern over a rectangle.

    Strokes and not a `pattern` of SVG: they are crisp wherever they are painted, and need no names.
    """
    ends: list[tuple[float, float, float, float]] = []  # across and down, from the corner
    across, down = ([*_steps(side)] for side in (width, height))
    if "-" in pattern:
        ends += [(0, v, width, v) for v in down]
    if "|" in pattern:
        ends += [(u, 0, u, height) for u in across]
    slopes = [
        (min(k, width), max(0, k - width), max(0, k - height), min(k, height))
        for k in _steps(width + height)
    ]
    if "/" in pattern:
        ends += slopes
    if "\\" in pattern:
        ends += [(width - u, v, width - s, t) for u, v, s, t in slopes]
    if "." in pattern:  # a stroke without length has a round end at each side, and is a dot
        ends += [
            (u, v, u, v) for n, v in enumerate(down) for u in across[n % 2 :: 2] if u < width - 1
        ]
    return "".join(
        f"M{in_short(x + u)},{in_short(y + v)}L{in_short(x + s)},{in_short(y + t)}"
        for u, v, s, t in ends
    )


def _steps(side: float) -> Iterator[float]:
    """Yield where strokes stand along a side, from its start."""
    place = STEP / 2
    while place < side:
        yield place
        place += STEP
