"""Names of WordprocessingML, spelt out once: a paper has a hundred thousand elements."""

from __future__ import annotations

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
NAMESPACE = {"w": NAMESPACES["w"]}
"""All that an element needs which becomes part of another later."""
RELATIONSHIPS = NAMESPACES["r"]
W = f"{{{NAMESPACES['w']}}}"
RELATION_ID = f"{{{RELATIONSHIPS}}}id"

P, PPR, PSTYLE, R, RPR, RSTYLE, T, DELETED, BR = (
    W + name for name in ("p", "pPr", "pStyle", "r", "rPr", "rStyle", "t", "delText", "br")
)
TBL, TR, TRPR, TC, TCPR, TCW = (W + name for name in ("tbl", "tr", "trPr", "tc", "tcPr", "tcW"))
SECTPR, KEEP_NEXT = W + "sectPr", W + "keepNext"
ID, VAL, TYPE, WIDTH = W + "id", W + "val", W + "type", W + "w"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PRESERVE = {SPACE: "preserve"}
