"""What PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) ask for, as far as a library can look it up in a file.

It is no full validation, which veraPDF would give, were it to be had from a package index. Looked up are: what a file
says of itself; fonts; colours; structure, language and title; that everything painted is either tagged or an artefact
and that each mark leads to its element; pictures and headings; annotations, form fields and actions; what may not be
in an archived file at all.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
SAYS = {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}
PAINTS = set("Tj TJ ' \" f F f* B B* b b* S s sh Do INLINE IMAGE EI".split())
DEVICE_COLOURS = set("rg RG g G k K".split())
DEVICE_SPACES = ("DeviceRGB", "DeviceGray", "DeviceCMYK")
FORBIDDEN_ACTIONS = {
    f"/{name}"
    for name in "JavaScript Launch SubmitForm ImportData ResetForm Hide Sound Movie Rendition SetOCGState GoTo3DView".split()
}
FORBIDDEN_KEYS = {"/JS", "/AA", "/EF", "/XFA", "/EmbeddedFiles", "/OpenAction", "/Encrypt", "/PS"}
STANDARD_ROLES = set(
    "Document Part Sect Div Art BlockQuote Caption TOC TOCI Index NonStruct P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference Link Annot Figure Formula Form Code".split()
)
INVISIBLE, HIDDEN, PRINT, NO_VIEW = 1, 2, 4, 32


def faults_of(pdf: bytes) -> list[str]:
    """What does not conform, one sentence each; empty for a file in order."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        looks = (_file, _metadata, _catalogue, _objects, _fonts, _colours, _structure, _pages, _fields)
        return [fault for look in looks for fault in look(opened)] + opened.check_pdf_syntax()


def _file(pdf: Pdf) -> Iterator[str]:
    if pdf.pdf_version != "1.7":
        yield f"the version is {pdf.pdf_version}, not 1.7"
    if Name.ID not in pdf.trailer:
        yield "the file has no identifier"
    if pdf.is_encrypted:
        yield "the file is encrypted"


def _metadata(pdf: Pdf) -> Iterator[str]:
    if Name.Metadata not in pdf.Root:
        yield "the file says nothing of itself"
        return
    told = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - written by our own printing
    for key, wanted in SAYS.items():
        if (found := _told(told, key)) != wanted:
            yield f"{key} is {found!r}, not {wanted!r}"
    title = told.find(".//dc:title//rdf:li", SPACES)
    if title is None or not (title.text or "").strip():
        yield "the title is missing"
    if b"pdfuaid" not in pdf.Root.Metadata.read_bytes().split(b"pdfaExtension:schemas")[1]:
        yield "what pdfuaid means is not described"
    if Name.Filter in pdf.Root.Metadata:
        yield "the metadata cannot be read without unpacking"


def _told(root: ElementTree.Element, key: str) -> str | None:
    prefix, name = key.split(":")
    full = f"{{{SPACES[prefix]}}}{name}"
    for element in root.iter():
        if element.tag == full:
            return element.text
        if full in element.attrib:
            return element.attrib[full]
    return None


def _catalogue(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get(Name.MarkInfo, {}).get(Name.Marked, False):
        yield "the file does not say that it is tagged"
    if root.get(Name.MarkInfo, {}).get(Name.Suspects, False):
        yield "the file doubts its own tags"
    if not str(root.get(Name.Lang, "")):
        yield "the language is missing"
    if not root.get(Name.ViewerPreferences, {}).get(Name.DisplayDocTitle, False):
        yield "the window would show the name of the file instead of its title"
    if set(root.get(Name.Perms, {}).keys()) - {"/DocMDP", "/UR3"}:
        yield "there are permissions that an archived file may not have"


def _objects(pdf: Pdf) -> Iterator[str]:
    for number, held in enumerate(pdf.objects, start=1):
        if not isinstance(held, Dictionary | Stream):
            continue
        keys = set(held.keys())
        if found := keys & FORBIDDEN_KEYS:
            yield f"object {number} has {sorted(found)}"
        if str(held.get(Name.S, "")) in FORBIDDEN_ACTIONS:
            yield f"object {number} is an action {held.S}"
        if isinstance(held, Stream):
            yield from _stream(number, held)


def _stream(number: int, held: Any) -> Iterator[str]:
    if Name.F in held:
        yield f"stream {number} lies in another file"
    if "LZW" in str(held.get(Name.Filter, "")) or "Crypt" in str(held.get(Name.Filter, "")):
        yield f"stream {number} is packed in a way that is not allowed"
    if held.get(Name.Interpolate, False):
        yield f"picture {number} is to be smoothed"


def _fonts(pdf: Pdf) -> Iterator[str]:
    for held in pdf.objects:
        if not isinstance(held, Dictionary) or held.get(Name.Type) != Name.Font:
            continue
        if held.Subtype in (Name.CIDFontType0, Name.CIDFontType2):
            continue
        name = str(held.get(Name.BaseFont, "a font"))
        if Name.ToUnicode not in held:
            yield f"{name} does not say which letters it shows"
        inner = held.DescendantFonts[0] if Name.DescendantFonts in held else held
        descriptor = inner.get(Name.FontDescriptor, Dictionary())
        if not any(file in descriptor for file in (Name.FontFile, Name.FontFile2, Name.FontFile3)):
            yield f"{name} is not in the file"


def _colours(pdf: Pdf) -> Iterator[str]:
    """Colours of a device are allowed only where the file says which device is meant."""
    intents = pdf.Root.get(Name.OutputIntents, [])
    if any(intent.S == Name.GTS_PDFA1 and Name.DestOutputProfile in intent for intent in intents):
        return
    for number, page in enumerate(pdf.pages, start=1):
        for spaces in page.get(Name.Resources, {}).get(Name.ColorSpace, {}).values():
            if isinstance(spaces, Name) and str(spaces).removeprefix("/") in DEVICE_SPACES:
                yield f"page {number} has colours of a device"
        if any(str(each.operator) in DEVICE_COLOURS for each in pikepdf.parse_content_stream(page)):
            yield f"page {number} paints with colours of a device"


def _structure(pdf: Pdf) -> Iterator[str]:
    if Name.StructTreeRoot not in pdf.Root:
        yield "there is no structure"
        return
    tree = pdf.Root.StructTreeRoot
    if Name.ParentTree not in tree:
        yield "marks do not lead to elements"
    roles = tree.get(Name.RoleMap, {})
    last_heading = 0
    for element in _elements(tree.get(Name.K)):
        role = str(element.S).removeprefix("/")
        role = str(roles.get(f"/{role}", f"/{role}")).removeprefix("/")
        if role not in STANDARD_ROLES:
            yield f"no reader knows the role {role}"
        if role == "Figure" and not (element.get(Name.Alt) or element.get(Name.ActualText)):
            yield "a picture has no words"
        if role[0] == "H" and role[1:].isdigit():
            if int(role[1:]) > last_heading + 1:
                yield f"a heading {role} comes after H{last_heading}"
            last_heading = int(role[1:])
        if role == "TH" and not _has_scope(element):
            yield "a heading of a table does not say what it heads"


def _elements(kids: Any) -> Iterator[Any]:
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _elements(kid)
    elif isinstance(kids, Dictionary) and Name.S in kids:
        yield kids
        yield from _elements(kids.get(Name.K))


def _has_scope(element: Any) -> bool:
    told = element.get(Name.A, Dictionary())
    attributes = list(told) if isinstance(told, pikepdf.Array) else [told]
    return Name.ID in element or any(isinstance(one, Dictionary) and Name.Scope in one for one in attributes)


def _pages(pdf: Pdf) -> Iterator[str]:
    parents = _leaves(pdf.Root.StructTreeRoot.ParentTree) if Name.StructTreeRoot in pdf.Root else {}
    for number, page in enumerate(pdf.pages, start=1):
        leaves = parents.get(int(page.get(Name.StructParents, -1)), [])
        for fault in _content(page, len(leaves)):
            yield f"page {number}: {fault}"
        for fault in _annotations(page):
            yield f"page {number}: {fault}"


def _leaves(node: Any) -> dict[int, Any]:
    numbers = list(node.get(Name.Nums, []))
    found = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for kid in node.get(Name.Kids, []):
        found |= _leaves(kid)
    return {key: list(held) if isinstance(held, pikepdf.Array) else [held] for key, held in found.items()}


def _content(page: Page, leaves: int) -> Iterator[str]:
    """Everything painted is tagged, or an artefact."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            kind = _kind(instruction.operands, page)
            if (kind == "artefact" and "tagged" in open_marks) or (
                kind == "tagged" and "artefact" in open_marks
            ):
                yield "an artefact and a text lie in each other"
            if kind == "tagged" and _mark(instruction.operands, page) >= leaves:
                yield "a mark leads to no element"
            open_marks.append(kind)
        elif operator == "EMC":
            open_marks.pop()
        elif operator in PAINTS and not {"tagged", "artefact"} & set(open_marks):
            yield f"{operator} paints something that is neither tagged nor an artefact"
            return


def _kind(operands: Any, page: Page) -> str:
    if operands[0] == Name.Artifact:
        return "artefact"
    return "tagged" if len(operands) > 1 and _mark(operands, page) >= 0 else "other"


def _mark(operands: Any, page: Page) -> int:
    properties: Object = operands[1]
    if isinstance(properties, Name):
        properties = page.Resources.Properties[properties]
    return int(properties.get(Name.MCID, -1))


def _annotations(page: Page) -> Iterator[str]:
    annotations = list(page.get(Name.Annots, []))
    if annotations and page.get(Name.Tabs) != Name.S:
        yield "the tab key does not follow the structure"
    for one in annotations:
        flags = int(one.get(Name.F, 0))
        if not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW):
            yield "an annotation is not shown as it is printed"
        if one.Subtype not in (Name.Widget, Name.Link):
            yield f"there is an annotation {one.Subtype}"
        if _is_outside(one, page):
            continue
        if Name.StructParent not in one:
            yield f"{one.Subtype} stands outside of the structure"
        if one.Subtype == Name.Widget and Name.AP not in one:
            yield "a field has no appearance"
        if Name.Contents not in one and Name.TU not in one:
            yield f"{one.Subtype} has no words"


def _is_outside(annotation: Any, page: Page) -> bool:
    left, bottom, right, top = map(float, annotation.Rect)
    box = page.get(Name.CropBox, page.MediaBox)
    page_left, page_bottom, page_right, page_top = map(float, box)
    return right < page_left or left > page_right or top < page_bottom or bottom > page_top


def _fields(pdf: Pdf) -> Iterator[str]:
    form = pdf.Root.get(Name.AcroForm, Dictionary())
    if form.get(Name.NeedAppearances, False):
        yield "fields are to be drawn by the reader"
    for field in form.get(Name.Fields, []):
        if not str(field.get(Name.TU, "")):
            yield f"the field {field.T} has no words"
        if field.get(Name.FT) == Name.Sig and Name.V in field:
            yield from _signature(field.V)


def _signature(signature: Any) -> Iterator[str]:
    if signature.SubFilter != Name("/ETSI.CAdES.detached"):
        yield "the signature is none of PAdES"
    for reference in signature.get(Name.Reference, []):
        if {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys()):
            yield "the signature says more of its digest than an archived file may"
