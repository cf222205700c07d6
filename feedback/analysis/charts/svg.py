"""From matplotlib's SVG to one fit for a public page.

Style attributes become presentation attributes, so that the strictest content policy
lets them through; ids that nothing points to go, so that two charts can share a page;
title, description and role come in, so that a screen reader has something to read.
"""

import hashlib
import re
from io import BytesIO
from xml.etree import ElementTree

from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
#: The face of the site first; DejaVu Sans has every Vietnamese letter and is the widest
#: of the list, so that texts measured with it fit in any of them.
FONT_FAMILY = "'Be Vietnam Pro', 'DejaVu Sans', 'Noto Sans', sans-serif"
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
REFERENCE = re.compile(r"#([\w.-]+)")

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)


def write_svg(figure: Figure, title: str, description: str, language: str) -> bytes:
    """Return the figure as a self-contained, accessible SVG document."""
    buffer = BytesIO()
    figure.savefig(buffer, format="svg", metadata=NO_METADATA)
    root = ElementTree.fromstring(buffer.getvalue())
    _drop_style_sheet(root)
    for element in root.iter():
        _spread_style(element)
    _share_font_size(root)
    digest = hashlib.sha256(buffer.getvalue())
    digest.update("\0".join((title, description, language)).encode())
    _rename_ids(root, digest.hexdigest()[:8])
    _describe(root, title, description, language, digest.hexdigest()[:8])
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _drop_style_sheet(root: ElementTree.Element) -> None:
    """Put matplotlib's only style rule on the root, where it needs no sheet."""
    for sheet in root.findall(f"{{{SVG}}}defs[{{{SVG}}}style]"):
        root.remove(sheet)
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    root.set("font-family", FONT_FAMILY)


def _spread_style(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.strip().partition(": ")
        if name and name != "font-family":
            element.set(name, value)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    if path := element.get("d"):
        element.set("d", " ".join(path.split()))


def _share_font_size(root: ElementTree.Element) -> None:
    """Put the size of type on the root, since a chart has one, and drop the default."""
    for text in root.iter(f"{{{SVG}}}text"):
        root.set("font-size", text.attrib.pop("font-size"))
        if text.get("text-anchor") == "start":
            del text.attrib["text-anchor"]


def _rename_ids(root: ElementTree.Element, prefix: str) -> None:
    """Keep only ids that are pointed to, and make them unlike those of other charts."""
    pointed = {
        name
        for element in root.iter()
        for value in element.attrib.values()
        for name in REFERENCE.findall(value)
    }
    kept = {element.get("id", "") for element in root.iter()} & pointed

    def rename(found: re.Match[str]) -> str:
        return f"#{prefix}-{found[1]}" if found[1] in kept else found[0]

    for element in root.iter():
        name = element.attrib.pop("id", "")
        for key, value in element.attrib.items():
            element.set(key, REFERENCE.sub(rename, value))
        if name in kept:
            element.set("id", f"{prefix}-{name}")


def _describe(
    root: ElementTree.Element, title: str, description: str, language: str, prefix: str
) -> None:
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{tag}"})
        element.text = text
        root.insert(place, element)
    _, _, width, height = root.attrib["viewBox"].split()
    root.set("width", width)
    root.set("height", height)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    root.set(f"{{{XML}}}lang", language)
