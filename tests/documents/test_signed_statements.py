"""Wage statements that are made with room for their signature: the same validity as a signature put in later."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from documents.reading import structure_of, text_of
from documents.samples import distinct_statements, statement
from documents.signers import (
    NOW,
    PASSWORD,
    SOFT_TOKEN,
    certificate,
    elliptic,
    key_file,
    make_token,
    rsa_key,
    stamp_server,
)
from documents.test_signing import added_to, changed_byte, saved_by_another_program, seen_by_poppler
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.signing import CertificateExpired, Seal, read_signature
from openinsa.documents.signing_layout import TimestampServerSilent
from openinsa.documents.signing_reading import State
from openinsa.documents.wage_statements import (
    FEW_TURNS,
    STATEMENTS_PER_TURN,
    print_signed,
    wage_statement_pdf,
)


@pytest.fixture(scope="module")
def seal() -> Seal:
    key = elliptic()
    return Seal.from_pkcs12(key_file(key, certificate(key)), PASSWORD)


@pytest.fixture(scope="module")
def signed(seal: Seal) -> bytes:
    (pdf,) = print_signed([statement()], seal, at=NOW)
    return pdf


def test_it_is_signed_over_the_whole_file_and_says_by_whom_and_why(
    signed: bytes, seal: Seal, tmp_path: Path
) -> None:
    found = read_signature(signed, [seal.certificate])
    assert (found.state, found.signer, found.signed_at) == (State.WHOLE, "가람시 나래구청", NOW)
    assert found.trusted
    seen = seen_by_poppler(signed, tmp_path)
    assert "Signature is Valid." in seen
    assert "Total document signed" in seen
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.AcroForm.Fields[0].V.Reason) == "임금명세서 교부"


def test_it_reads_and_is_heard_as_the_unsigned_one(signed: bytes, tmp_path: Path) -> None:
    unsigned = wage_statement_pdf(statement())
    assert text_of(signed) == text_of(unsigned)
    assert structure_of(signed, tmp_path) == structure_of(unsigned, tmp_path)


def test_the_same_statement_signed_twice_is_the_same_file(signed: bytes, seal: Seal) -> None:
    assert list(print_signed([statement()], seal, at=NOW)) == [signed]


@pytest.mark.parametrize(
    ("treated", "state"),
    [
        (changed_byte, State.CHANGED),
        (saved_by_another_program, State.RESAVED),
        (added_to, State.ADDED),
        (lambda pdf: pdf[:-100], State.DAMAGED),
    ],
    ids=["changed", "re-saved", "added to", "cut"],
)
def test_what_was_done_to_it_is_found(signed: bytes, seal: Seal, treated: Any, state: State) -> None:
    assert read_signature(treated(signed), [seal.certificate]).state is state


@pytest.mark.parametrize("at", range(60, 24_000, 3_000))
def test_a_changed_bit_anywhere_is_never_whole(signed: bytes, seal: Seal, at: int) -> None:
    other = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert not read_signature(other, [seal.certificate]).whole


@pytest.mark.slow
def test_many_are_signed_by_several_processes_in_the_order_given(seal: Seal) -> None:
    given = distinct_statements(FEW_TURNS * STATEMENTS_PER_TURN + 30)
    printed = list(print_signed(iter(given), seal, at=NOW))
    assert len(printed) == len(given)
    for pdf, one in zip(printed[::40], given[::40], strict=True):
        assert read_signature(pdf, [seal.certificate]).trusted
        assert one["name"] in text_of(pdf)
    assert printed[-1:] == list(print_signed(given[-1:], seal, at=NOW))


def test_no_more_statements_are_read_than_are_being_printed(seal: Seal) -> None:
    read = []

    def given() -> Any:
        for number in range(100_000):
            read.append(number)
            yield statement()

    printed = print_signed(given(), seal, at=NOW)
    next(printed)
    printed.close()  # type: ignore[attr-defined]
    assert len(read) < 1_000


@pytest.mark.parametrize("key", [elliptic(), rsa_key()], ids=["elliptic", "RSA"])
def test_a_key_on_a_token_signs_them_too(key: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_token(tmp_path, key, certificate(key), "직인", monkeypatch)
    seal = Seal.from_pkcs11(SOFT_TOKEN, "openinsa", "1234", "직인")
    for pdf in print_signed(distinct_statements(3), seal, at=NOW):
        assert read_signature(pdf, [seal.certificate]).trusted
        assert "Signature is Valid." in seen_by_poppler(pdf, tmp_path)


def test_they_bear_a_time_stamp_when_a_server_is_named(seal: Seal, tmp_path: Path) -> None:
    with stamp_server() as stamps:
        (pdf,) = print_signed([statement()], seal, at=NOW, timestamp_address=stamps.address)
        address = stamps.address
    assert read_signature(pdf, [seal.certificate]).stamped_at is not None
    assert "Signature is Valid." in seen_by_poppler(pdf, tmp_path)
    with pytest.raises(TimestampServerSilent):
        list(print_signed([statement()], seal, at=NOW, timestamp_address=address))


def test_nothing_is_printed_by_a_certificate_that_has_run_out() -> None:
    key = elliptic()
    seal = Seal.from_pkcs12(key_file(key, certificate(key, until=NOW)), PASSWORD)
    with pytest.raises(CertificateExpired):
        print_signed([statement()], seal, at=NOW.replace(year=2027))


def test_an_unprintable_name_is_refused_before_it_is_signed(seal: Seal) -> None:
    with pytest.raises(UnprintableCharacter):
        list(print_signed([statement(name="김🙂")], seal, at=NOW))
