"""Every form as an archive and a screen reader want it, signed and unsigned; and the check itself finds faults."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from documents.conformance import faults_of
from documents.samples import sample, statement
from documents.signers import NOW
from openinsa.documents.places import FORMS
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.signing import Seal, sign_pdf
from openinsa.documents.wage_statements import print_signed, wage_statement_pdf

SEAL = Seal.self_made("가람시 나래구청", since=NOW)
SAMPLES = sorted(path.stem for path in (FORMS / "samples").glob("*.json") if path.stem != "wage_statement")


@cache
def printed(form: str) -> bytes:
    data = sample(form)
    return print_one(Paper(form, data[0] if isinstance(data, list) else data, "2026-11-10"))


@pytest.mark.parametrize("form", SAMPLES)
def test_every_form_is_archivable_and_readable_by_ear(form: str) -> None:
    assert faults_of(printed(form)) == []


@pytest.mark.parametrize("form", SAMPLES)
def test_a_signature_takes_nothing_of_that_away(form: str) -> None:
    assert faults_of(sign_pdf(printed(form), SEAL, reason="발급", at=NOW)) == []


def test_a_wage_statement_is_so_too_signed_and_unsigned() -> None:
    assert faults_of(wage_statement_pdf(statement())) == []
    (signed,) = print_signed([statement()], SEAL, at=NOW)
    assert faults_of(signed) == []


# The check finds what is wrong.


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def without_title_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def with_a_script(pdf: pikepdf.Pdf) -> None:
    action = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    pdf.Root.OpenAction = action


def painted_beside_the_tags(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"10 10 20 20 re f")


def with_a_font_from_elsewhere(pdf: pikepdf.Pdf) -> None:
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.pages[0].Resources.Font["/Other"] = font


def with_a_note(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 20, 20])
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def no_longer_archivable(pdf: pikepdf.Pdf) -> None:
    told = pdf.Root.Metadata.read_bytes().replace(b"pdfaid:conformance>A", b"pdfaid:conformance>B")
    pdf.Root.Metadata.write(told)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_language, "language"),
        (without_tags, "structure"),
        (without_title_shown, "title"),
        (with_a_script, "JavaScript"),
        (painted_beside_the_tags, "neither tagged"),
        (with_a_font_from_elsewhere, "not in the file"),
        (with_a_note, "outside of the structure"),
        (no_longer_archivable, "pdfaid:conformance"),
    ],
    ids=lambda given: given.__name__.replace("_", " ") if callable(given) else "",
)
def test_the_check_finds_what_is_wrong(spoil: Callable[[Any], None], said: str) -> None:
    into = BytesIO()
    with pikepdf.open(BytesIO(wage_statement_pdf(statement()))) as pdf:
        spoil(pdf)
        pdf.save(into)
    assert any(said in fault for fault in faults_of(into.getvalue()))
