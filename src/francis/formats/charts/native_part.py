"""What native charts of all kinds have in common: the part around the plot, references to cells, ink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_ID = f"{{{_RELATIONSHIPS}}}id"
CATEGORIES, VALUES = "1", "2"
"""The names of the two axes: positive numbers, as the schema has them."""


class NativePart:
    """Writes the elements of a native chart, in the order of the schema (ECMA-376-1, 21.2)."""

    def __init__(self, language: str, sheet: str, header_row: int) -> None:
        from lxml.builder import ElementMaker

        self.sheet = sheet if sheet.isalnum() else "'{}'".format(sheet.replace("'", "''"))
        self.head = header_row
        self.language = language
        names = {"c": f"{_NAMESPACE}chart", "a": f"{_NAMESPACE}main", "r": _RELATIONSHIPS}
        self.c: Any = ElementMaker(namespace=names["c"], nsmap=names)
        self.a: Any = ElementMaker(namespace=names["a"], nsmap=names)

    def around(self, plot: Iterable[Element], legend: Iterable[Element], workbook: str) -> Element:
        """Return the root of the part around a plot with its axes, and a legend if there is one."""
        c, a = self.c, self.a
        root: Element = c.chartSpace(
            c.date1904(val="0"),
            c.lang(val=self.language),
            c.roundedCorners(val="0"),
            c.chart(
                c.autoTitleDeleted(val="1"),  # the caption stands above
                c.plotArea(c.layout(), *plot),
                *legend,
                c.plotVisOnly(val="1"),
                c.dispBlanksAs(val="gap"),
            ),
            c.spPr(a.noFill(), a.ln(a.noFill())),
            self.type(self.ink("")),
            *(
                [c.externalData(c.autoUpdate(val="0"), {_RELATION_ID: workbook})]
                if workbook
                else []
            ),
        )
        return root

    def categories(self, orientation: str, side: str, width: str, *names: Element) -> Element:
        """Return the axis of words, with a line of a width in EMU; `names` are what says which of them are shown."""
        c, a = self.c, self.a
        return c.catAx(
            c.axId(val=CATEGORIES),
            c.scaling(c.orientation(val=orientation)),
            c.delete(val="0"),
            c.axPos(val=side),
            c.numFmt(formatCode="General", sourceLinked="0"),
            c.majorTickMark(val="none"),
            c.minorTickMark(val="none"),
            c.tickLblPos(val="low"),
            c.spPr(a.ln(a.solidFill(self.ink("")), w=width)),
            c.crossAx(val=VALUES),
            c.crosses(val="autoZero"),
            c.auto(val="0"),
            c.lblAlgn(val="ctr"),
            c.lblOffset(val="100"),
            *names,
            c.noMultiLvlLbl(val="1"),
        )

    def reference(self, kind: str, cells: str, values: Sequence[str]) -> Element:
        """Return where in the workbook values stand, and what they are; `kind` is str or num. Empty ones are left out."""
        c = self.c
        return c(f"{kind}Ref",
            c.f(f"{self.sheet}!{cells}"),
            c(f"{kind}Cache",
                *([c.formatCode("General")] if kind == "num" else []),
                c.ptCount(val=str(len(values))),
                *(c.pt(c.v(value), idx=str(n)) for n, value in enumerate(values) if value),
            ),
        )  # fmt: skip

    def type(self, ink: Element, *, bold: bool = False) -> Element:
        """Return how text looks; its font is that of the house file's theme."""
        c, a = self.c, self.a
        size = {"sz": "900", "b": str(int(bold))}
        return c.txPr(
            a.bodyPr(),
            a.lstStyle(),
            a.p(a.pPr(a.defRPr(a.solidFill(ink), size)), a.endParaRPr(lang=self.language)),
        )

    def ink(self, colour: str) -> Element:
        """Return a colour, or that of text."""
        return self.paint(colour, "tx1")

    def paint(self, colour: str, otherwise: str) -> Element:
        """Return a colour of the table, or one of the house file's theme by its name."""
        return self.a.srgbClr(val=colour) if colour else self.a.schemeClr(val=otherwise)
