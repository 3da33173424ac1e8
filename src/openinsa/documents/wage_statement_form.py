"""임금명세서 on paper: what stands where. One statement after another, each from a page of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from openinsa.documents.contracts import Hours, Issue, Line, WageStatement
from openinsa.documents.places import BOLD, REGULAR
from openinsa.documents.typesetting.embedding import FontInFile
from openinsa.documents.typesetting.flow import (
    INSET_ACROSS,
    Area,
    Cell,
    Flow,
    Placed,
    Row,
    Rule,
    Style,
)
from openinsa.documents.typesetting.pdf_file import RoomForSignature
from openinsa.documents.typesetting.qr_picture import squares
from openinsa.documents.typesetting.tagged_pdf import About, Branch, TaggedPdf
from openinsa.documents.typesetting.typeface import Typeface
from openinsa.documents.words import words_of
from openinsa.exchange.origin import NO_ORIGIN, Origin

A4 = (595.28, 841.89)
WRITTEN_ON = Area(left=51.0, bottom=54.0, right=544.3, top=796.5)
FOOT = 27.0
"""Height of the last line of a page."""
GAP = 10.8
INK, SOFT = "/Colours cs .118 .129 .141 sc", "/Colours cs .345 .380 .416 sc"
SHADE = "/Colours cs .941 .949 .961 sc"
HAIR, STRONG_LINE = Rule(0.4, "/Colours CS .541 .584 .624 SC"), Rule(1.0, "/Colours CS .118 .129 .141 SC")
TITLE, SUBTITLE = Style("Bold", 17, INK), Style("Regular", 12, INK)
BODY, LABEL, STRONG = Style("Regular", 9, INK), Style("Regular", 9, SOFT), Style("Bold", 9, INK)
SUM, SMALL = Style("Bold", 12, INK), Style("Regular", 7.5, SOFT)
SUM_INSET = 8.0
EDGE, EDGE_STYLE = 15.0, Style("Regular", 5.5, SOFT)
"""Below the last line: who took the paper out."""
QR_SIZE = 68.0
CODE, SAMPLE = Style("Bold", 11, INK), Style("Bold", 84, "/Colours cs .953 .827 .820 sc")
ITEM_SHARES = (26, 14, 60)
"""Of the width: label, amount, how it was worked out."""
SPENT = ["worked_minutes", "overtime_minutes", "night_minutes", "holiday_minutes"]
SPENT_WORDS = ["worked_days", "worked_time", "overtime", "night", "holiday"]

Words = Mapping[str, Any]


def print_together(
    files: Sequence[Sequence[WageStatement]], room: RoomForSignature | None = None
) -> list[bytes]:
    """A PDF for each group of statements of one language, with a bookmark for each statement.

    All are laid out before the first is written, since the fonts of all are cut from one.
    """
    faces = {"Regular": Typeface(REGULAR), "Bold": Typeface(BOLD)}
    laid_out = [_set_file(statements, faces, room) for statements in files]
    return [pdf.to_bytes() for pdf in laid_out]


def _set_file(
    statements: Sequence[WageStatement], faces: Mapping[str, Typeface], room: RoomForSignature | None
) -> TaggedPdf:
    first = statements[0]
    words = words_of(first["language"])
    about = About(words["statement"], first["institution"], first["language"], first["pay_date"])
    pdf = TaggedPdf(about, A4, {name: FontInFile(face) for name, face in faces.items()}, room)
    for statement in statements:
        with pdf.document.branch("Sect") as whole:
            _set_statement(pdf, whole, statement, words)
    return pdf


def _set_statement(pdf: TaggedPdf, whole: Branch, statement: WageStatement, words: Words) -> None:
    flow = Flow(pdf, WRITTEN_ON)
    _heading(flow, whole, statement, words)
    _who(flow, whole, statement, words)
    _sums(flow, whole, statement, words)
    _worked(flow, whole, statement["hours"], words)
    earned = (words["gross"], statement["gross"], f"{words['non_taxable']} {_won(statement['non_taxable'])}")
    _items(flow, whole, words["earnings"], statement["earnings"], earned, words)
    deducted = (words["deductions_total"], statement["deductions_total"], "")
    _items(flow, whole, words["deductions"], statement["deductions"], deducted, words)
    if issue := statement.get("issue"):
        _way_to_check(flow, whole, issue, words)
    _foot(flow, whole, statement, words)
    flow.close()
    pdf.bookmark(f"{words['statement']} {statement['month']} · {statement['name']}", flow.pages[0])


def _heading(flow: Flow, whole: Branch, statement: WageStatement, words: Words) -> None:
    title = flow.broken(words["statement"] + " ", TITLE, flow.area.width)
    left = flow.area.left + TITLE.width_of(title[0]) + GAP
    of = flow.broken(f"{statement['month']} · {statement['name']}", SUBTITLE, flow.area.right - left)
    level = flow.top - TITLE.height(1) + SUBTITLE.height(1)
    flow.put(whole, "H1", Placed(title, TITLE, flow.area.left, flow.top), Placed(of, SUBTITLE, left, level))
    flow.top = level - SUBTITLE.height(len(of)) - GAP * 0.6
    institution = flow.broken(statement["institution"], LABEL, flow.area.width)
    flow.put(whole, "P", Placed(institution, LABEL, flow.area.left, flow.top))
    flow.top -= LABEL.height(len(institution)) + GAP * 0.9


def _who(flow: Flow, whole: Branch, statement: WageStatement, words: Words) -> None:
    period = f"{statement['starts_on']} ~ {statement['ends_on']}"
    left = [*_facts(statement, words, "name", "department", "job"), _fact(words["period"], period)]
    right = _facts(statement, words, "identifier", "project", "hired_on", "pay_date")
    basis = _fact(words["wage_basis"], ", ".join(statement["wage_basis"]), span=3)
    rows = [Row([*one, *other], HAIR) for one, other in zip(left, right, strict=True)]
    heads = [max(_width(flow, fact[0]) for fact in facts) for facts in ([*left, basis], right)]
    rest = (flow.area.width - sum(heads)) / 2
    flow.table(whole, [heads[0], rest, heads[1], rest], None, [*rows, Row(basis, HAIR)])
    flow.top -= GAP


def _facts(statement: WageStatement, words: Words, *names: str) -> list[list[Cell]]:
    return [_fact(words[name], statement[name]) for name in names]  # type: ignore[literal-required]


def _fact(word: str, text: str, span: int = 1) -> list[Cell]:
    return [Cell(word, LABEL, heads="Row"), Cell(text, BODY, span=span)]


def _width(flow: Flow, cell: Cell) -> float:
    """Of the column that holds the cell on one line."""
    (line,) = flow.broken(cell.text, cell.style, flow.area.width)
    return cell.style.width_of(line) + 2 * INSET_ACROSS


def _sums(flow: Flow, whole: Branch, statement: WageStatement, words: Words) -> None:
    height = LABEL.step + SUM.height(1) + 2 * SUM_INSET
    flow.shade(SHADE, height)
    top = flow.top - SUM_INSET
    for at, name in enumerate(("gross", "deductions_total", "net")):
        left = flow.area.left + SUM_INSET + at * flow.area.width / 3
        label = flow.broken(words[name] + " ", LABEL, flow.area.width)
        amount = flow.broken(_won(statement[name]), SUM, flow.area.width)  # type: ignore[literal-required]
        below = Placed(amount, SUM, left, top - LABEL.step)
        flow.put(whole, "P", Placed(label, LABEL, left, top), below)
    flow.top -= height + GAP


def _worked(flow: Flow, whole: Branch, spent: Hours, words: Words) -> None:
    texts = [f"{spent['worked_days']}{words['days_unit']}", *(_hours(spent[name]) for name in SPENT)]  # type: ignore[literal-required]
    head = [Cell(words[word], LABEL, heads="Column", right=True) for word in SPENT_WORDS]
    body = [Cell(text, BODY, right=True) for text in texts]
    flow.table(whole, [flow.area.width / len(head)] * len(head), Row(head, HAIR), [Row(body, HAIR)])
    flow.top -= GAP


def _items(
    flow: Flow, whole: Branch, title: str, lines: Sequence[Line], total: tuple[str, int, str], words: Words
) -> None:
    """Pay items or deductions. total: its word, the sum and what is to be said of it."""
    head = [
        Cell(title, STRONG, heads="Column"),
        Cell(words["amount"], STRONG, heads="Column", right=True),
        Cell(words["how"], STRONG, heads="Column"),
    ]
    rows = [
        Row(
            [
                Cell(line["label"], BODY),
                Cell(_won(line["amount"]), BODY, right=True),
                Cell(line["how"], BODY),
            ],
            HAIR,
        )
        for line in lines
    ]
    word, amount, note = total
    foot = [Cell(word, STRONG), Cell(_won(amount), STRONG, right=True), Cell(note, BODY)]
    widths = [flow.area.width * share / 100 for share in ITEM_SHARES]
    flow.table(whole, widths, Row(head, HAIR, SHADE), [*rows, Row(foot, STRONG_LINE)])
    flow.top -= GAP


def _way_to_check(flow: Flow, whole: Branch, issue: Issue, words: Words) -> None:
    """Number and day, and how anybody tells this statement from a false one."""
    if flow.top - QR_SIZE < flow.area.bottom:
        flow.turn()
    top, left = flow.top, flow.area.left
    box = Area(left, top - QR_SIZE, left + QR_SIZE, top)
    flow.picture(
        whole, f"{INK} {squares(issue['address'], QR_SIZE, left, box.bottom)}", box, words["issue_qr"]
    )
    beside, room = box.right + GAP, flow.area.right - box.right - GAP
    level = top - GAP * 0.9
    for text, style in _said_of(issue, words):
        lines = flow.broken(text, style, room)
        flow.put(whole, "P", Placed(lines, style, beside, level))
        level -= style.height(len(lines)) + GAP * 0.6
    flow.top = box.bottom - GAP
    if issue["sample"]:
        for page in flow.pages:
            flow.stamp(words["issue_sample"], SAMPLE, page)


def _said_of(issue: Issue, words: Words) -> Sequence[tuple[str, Style]]:
    number = f"{words['issue_number']} {issue['number']} · {issue['issued_on']}"
    until = f"{issue['valid_until']}{words['issue_until']}" if issue["valid_until"] else ""
    told = (("purpose", issue["purpose"]), ("submit_to", issue["submit_to"]), ("valid", until))
    asked = [f"{words[f'issue_{name}']} {said}" for name, said in told if said]
    return (
        (" · ".join([number, *asked]), SMALL),
        (f"{words['issue_code']} {issue['code']}", CODE),
        (issue["address"], SMALL),
        (words["issue_check"], SMALL),
    )


def _foot(flow: Flow, whole: Branch, statement: WageStatement, words: Words) -> None:
    """On every page the article of law and whose statement it is; with its number when there are more."""
    lines = flow.broken(f"{words['law']} {words['version']} {statement['version']}", SMALL, flow.area.width)
    law = Placed(lines, SMALL, flow.area.left, FOOT)
    for page in flow.pages[:-1]:
        flow.repeat(law, on=page)
    flow.put(whole, "P", law)
    room = flow.area.width - SMALL.width_of(lines[0]) - GAP
    told = Origin(*statement.get("origin", NO_ORIGIN)).line
    edge = flow.broken(told, EDGE_STYLE, flow.area.width) if told else ()
    for number, page in enumerate(flow.pages, start=1):
        place = f" · {number} / {len(flow.pages)}" if len(flow.pages) > 1 else ""
        of = flow.broken(f"{statement['name']} · {statement['month']}{place}", SMALL, room)
        top = FOOT + SMALL.height(len(of)) - SMALL.height(1)
        flow.repeat(Placed(of, SMALL, flow.area.left, top, flow.area.right), on=page)
        if edge:
            flow.repeat(Placed(edge, EDGE_STYLE, flow.area.left, EDGE), on=page)


def _won(amount: int) -> str:
    return f"{amount:,}".replace("-", "−")


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
