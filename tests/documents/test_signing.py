"""Signed papers: who signed, whether a byte changed since, and what is refused."""

import pickle
import subprocess
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from documents.samples import sample
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
from openinsa.documents import signing_keys
from openinsa.documents.settlement_statement import settlement_statement_pdf
from openinsa.documents.signing import (
    AlreadySigned,
    CertificateExpired,
    CertificateNotYetValid,
    NotSignable,
    Seal,
    read_signature,
    sign_pdf,
)
from openinsa.documents.signing_keys import (
    KeyNotOnToken,
    KeyWithoutCertificate,
    NoKeyFile,
    TokenNotReachable,
    UnsuitableKey,
    WrongKeyPassword,
    WrongTokenPin,
)
from openinsa.documents.signing_layout import TimestampRefused, TimestampServerSilent
from openinsa.documents.signing_reading import SENTENCES, State


@pytest.fixture(scope="module")
def paper() -> bytes:
    return settlement_statement_pdf(sample("settlement_statement"))


@pytest.fixture(scope="module")
def seal() -> Seal:
    key = elliptic()
    return Seal.from_pkcs12(key_file(key, certificate(key)), PASSWORD)


@pytest.fixture(scope="module")
def signed(paper: bytes, seal: Seal) -> bytes:
    return sign_pdf(paper, seal, reason="재직증명서 발급", at=NOW)


def seen_by_poppler(pdf: bytes, folder: Path) -> str:
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout


def test_a_signed_paper_says_who_signed_when_and_why(signed: bytes, seal: Seal) -> None:
    found = read_signature(signed, [seal.certificate])
    assert (found.state, found.signer, found.signed_at) == (State.WHOLE, "가람시 나래구청", NOW)
    assert found.whole
    assert found.trusted
    assert not found.later_additions
    assert found.stamped_at is None
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert str(pdf.Root.AcroForm.Fields[0].V.Reason) == "재직증명서 발급"


def test_an_independent_reader_finds_the_signature_valid_and_over_the_whole_file(
    signed: bytes, tmp_path: Path
) -> None:
    seen = seen_by_poppler(signed, tmp_path)
    assert "Signature is Valid." in seen
    assert "Total document signed" in seen
    assert "ETSI.CAdES.detached" in seen
    assert "SHA-256" in seen
    assert "Common Name: 가람시 나래구청" in seen


def test_the_paper_itself_stays_as_it_was_to_the_byte(paper: bytes, signed: bytes) -> None:
    assert signed.startswith(paper)


@pytest.mark.parametrize(
    "key",
    [rsa_key(), ec.generate_private_key(ec.SECP384R1()), ec.generate_private_key(ec.SECP521R1())],
    ids=["RSA", "P-384", "P-521"],
)
def test_every_usual_kind_of_key_signs(paper: bytes, key: Any, tmp_path: Path) -> None:
    seal = Seal.from_pkcs12(key_file(key, certificate(key)), PASSWORD)
    pdf = sign_pdf(paper, seal, reason="발급", at=NOW)
    assert read_signature(pdf, [seal.certificate]).whole
    assert "Signature is Valid." in seen_by_poppler(pdf, tmp_path)


def test_a_certificate_is_trusted_when_its_issuer_is(paper: bytes) -> None:
    root, key = elliptic(), elliptic()
    authority = certificate(root, "행정 인증기관")
    own = certificate(key, issuer=(root, authority))
    seal = Seal.from_pkcs12(key_file(key, own, [authority]), PASSWORD)
    pdf = sign_pdf(paper, seal, reason="발급", at=NOW)
    other = certificate(elliptic(), "다른 기관").public_bytes(Encoding.PEM)
    assert read_signature(pdf, [authority.public_bytes(Encoding.PEM)]).trusted
    assert read_signature(pdf, [seal.certificate]).trusted
    assert not read_signature(pdf, [other]).trusted
    assert not read_signature(pdf, []).trusted


def test_a_false_seal_of_the_same_name_is_whole_but_not_trusted(paper: bytes, seal: Seal) -> None:
    key = elliptic()
    false = Seal.from_pkcs12(key_file(key, certificate(key)), PASSWORD)
    found = read_signature(sign_pdf(paper, false, reason="발급", at=NOW), [seal.certificate])
    assert (found.whole, found.signer, found.trusted) == (True, "가람시 나래구청", False)


def test_a_paper_stays_trusted_after_its_certificate_has_run_out(paper: bytes) -> None:
    key = elliptic()
    short = certificate(key, until=NOW + timedelta(hours=1))
    seal = Seal.from_pkcs12(key_file(key, short), PASSWORD)
    assert read_signature(sign_pdf(paper, seal, reason="발급", at=NOW), [seal.certificate]).trusted


def test_a_self_made_seal_says_so_in_its_name_and_can_be_kept(paper: bytes) -> None:
    made = Seal.self_made("가람시 나래구청", since=NOW - timedelta(days=1))
    kept = Seal.from_pkcs12(made.to_pkcs12("비밀"), "비밀")
    assert kept.name == "자체 발급(시험용) 가람시 나래구청"
    assert kept.is_self_made
    assert kept.certificate == made.certificate
    assert read_signature(sign_pdf(paper, kept, reason="발급", at=NOW), [made.certificate]).trusted


def test_a_self_made_seal_takes_the_longest_name() -> None:
    assert Seal.self_made("가" * 80).name.startswith("자체 발급(시험용) 가가")


def test_a_seal_travels_to_another_process_but_not_from_a_token(seal: Seal) -> None:
    arrived = pickle.loads(pickle.dumps(seal))  # noqa: S301 - our own bytes, as a process gets them
    assert arrived.certificate == seal.certificate
    assert arrived.cms.over(bytes(32)) == seal.cms.over(bytes(32))


# What became of a file.


def changed_byte(pdf: bytes) -> bytes:
    at = pdf.index(b"stream") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def saved_by_another_program(pdf: bytes) -> bytes:
    into = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(into)
    return into.getvalue()


def added_to(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root[pdf_name("/Added")] = pdf_string("later")
    writer.update_root()
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def dated_a_year_earlier(pdf: bytes) -> bytes:
    assert pdf.count(b"20261110093000") == 1
    return pdf.replace(b"20261110093000", b"20251110093000")


def signature_altered(pdf: bytes) -> bytes:
    """A digit near the end of the signature's own bytes."""
    at = pdf.rindex(b">", 0, pdf.rindex(b"/ByteRange")) - 40
    return pdf[:at] + (b"0" if pdf[at : at + 1] != b"0" else b"1") + pdf[at + 1 :]


@pytest.mark.parametrize(
    ("treated", "state"),
    [
        (changed_byte, State.CHANGED),
        (dated_a_year_earlier, State.CHANGED),
        (signature_altered, State.CHANGED),
        (saved_by_another_program, State.RESAVED),
        (added_to, State.ADDED),
        (lambda pdf: pdf + b"\n%later", State.ADDED),
        (lambda pdf: pdf[:-400], State.DAMAGED),
        (lambda pdf: pdf[: len(pdf) // 2], State.DAMAGED),
        (lambda pdf: pdf[:7], State.DAMAGED),
        (lambda _pdf: b"", State.NO_PDF),
        (lambda _pdf: b"PK\x03\x04 a spreadsheet", State.NO_PDF),
    ],
    ids=[
        "a changed byte",
        "another date of signing",
        "a changed signature",
        "re-saved",
        "a later revision",
        "something behind the end",
        "cut at the end",
        "cut in half",
        "only its beginning",
        "nothing",
        "another format",
    ],
)
def test_whatever_was_done_to_a_file_has_its_own_finding(
    signed: bytes, seal: Seal, treated: Callable[[bytes], bytes], state: State
) -> None:
    found = read_signature(treated(signed), [seal.certificate])
    assert found.state is state
    assert not found.whole
    assert str(found.sentence) == str(SENTENCES[state])


def test_no_finding_calls_a_changed_file_whole_wherever_a_byte_changes(signed: bytes, seal: Seal) -> None:
    for at in range(0, len(signed), len(signed) // 150):
        other = signed[:at] + bytes([signed[at] ^ 4]) + signed[at + 1 :]
        found = read_signature(other, [seal.certificate])
        assert not (found.whole and found.trusted), at


def test_an_unsigned_paper_is_told_from_a_signed_one(paper: bytes) -> None:
    assert read_signature(paper, []).state is State.UNSIGNED


def test_every_state_of_a_file_has_a_sentence() -> None:
    assert set(SENTENCES) == set(State)


# Time stamps.


def test_a_time_stamp_is_asked_for_and_told(paper: bytes, seal: Seal, tmp_path: Path) -> None:
    with stamp_server() as stamps:
        pdf = sign_pdf(paper, seal, reason="발급", at=NOW, timestamp_address=stamps.address)
    known = [seal.certificate, stamps.certificate.public_bytes(Encoding.DER)]
    found = read_signature(pdf, known)
    assert (found.whole, found.trusted, found.stamp_trusted) == (True, True, True)
    assert found.stamped_at == NOW + timedelta(seconds=7)
    assert not read_signature(pdf, known[:1]).stamp_trusted
    assert "Signature is Valid." in seen_by_poppler(pdf, tmp_path)


def test_a_stamp_server_that_does_not_answer_is_named_and_nothing_is_signed(paper: bytes, seal: Seal) -> None:
    with stamp_server() as stamps:
        gone = stamps.address
    with pytest.raises(TimestampServerSilent) as refusal:
        sign_pdf(paper, seal, reason="발급", at=NOW, timestamp_address=gone)
    assert gone in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b"<h1>sign in</h1>"),
        ("application/timestamp-reply", b"nonsense"),
        ("application/timestamp-reply", b"\x30" * 40_000),
    ],
    ids=["a web page", "nonsense", "far too much"],
)
def test_a_stamp_server_that_says_something_else_is_refused(
    paper: bytes, seal: Seal, kind: str, body: bytes
) -> None:
    with stamp_server() as stamps:
        stamps.kind, stamps.answer = kind, lambda _asked: body
        with pytest.raises(TimestampRefused):
            sign_pdf(paper, seal, reason="발급", at=NOW, timestamp_address=stamps.address)


def test_a_stamp_server_leads_nowhere_else(paper: bytes, seal: Seal) -> None:
    with stamp_server() as stamps, stamp_server() as other:
        stamps.moved_to = other.address
        with pytest.raises(TimestampRefused):
            sign_pdf(paper, seal, reason="발급", at=NOW, timestamp_address=stamps.address)


def test_a_stamp_over_another_paper_is_refused(paper: bytes, seal: Seal) -> None:
    with stamp_server() as stamps:
        wanted = stamps.answer
        first: list[bytes] = []

        def answered_the_first(asked: bytes) -> bytes:
            first.append(asked)
            return wanted(first[0])

        stamps.answer = answered_the_first
        sign_pdf(paper, seal, reason="발급", at=NOW, timestamp_address=stamps.address)
        with pytest.raises(TimestampRefused):
            sign_pdf(paper, seal, reason="다른 문서", at=NOW, timestamp_address=stamps.address)


# What is refused.


def test_a_wrong_password_is_told_from_a_wrong_file() -> None:
    key = elliptic()
    with pytest.raises(WrongKeyPassword):
        Seal.from_pkcs12(key_file(key, certificate(key)), "모름")
    for content in (b"", b"%PDF-1.7", certificate(key).public_bytes(Encoding.DER), b"-----BEGIN"):
        with pytest.raises(NoKeyFile):
            Seal.from_pkcs12(content, PASSWORD)


def test_a_key_without_its_certificate_and_a_certificate_without_its_key_are_refused() -> None:
    key = elliptic()
    alone = pkcs12.serialize_key_and_certificates(
        b"cert", None, certificate(key), None, serialization.BestAvailableEncryption(PASSWORD.encode())
    )
    for content in (key_file(key, None), key_file(key, None, [certificate(elliptic())]), alone):
        with pytest.raises(KeyWithoutCertificate):
            Seal.from_pkcs12(content, PASSWORD)


def test_a_key_that_is_too_short_is_refused_with_its_name() -> None:
    key = rsa.generate_private_key(65_537, 1024)  # noqa: S505 - that it is too short is what is tested
    with pytest.raises(UnsuitableKey) as refusal:
        Seal.from_pkcs12(key_file(key, certificate(key, "옛 인증서")), PASSWORD)
    assert "옛 인증서" in str(refusal.value)


@pytest.mark.parametrize(
    ("since", "until", "refusal", "day"),
    [
        (NOW - timedelta(days=30), NOW - timedelta(days=1), CertificateExpired, "2026-11-09"),
        (NOW + timedelta(days=1), NOW + timedelta(days=30), CertificateNotYetValid, "2026-11-11"),
    ],
    ids=["run out", "not begun"],
)
def test_a_certificate_signs_only_while_it_is_valid(
    paper: bytes, since: Any, until: Any, refusal: type[Exception], day: str
) -> None:
    key = elliptic()
    seal = Seal.from_pkcs12(key_file(key, certificate(key, since=since, until=until)), PASSWORD)
    with pytest.raises(refusal) as refused:
        sign_pdf(paper, seal, reason="발급", at=NOW)
    assert "가람시 나래구청" in str(refused.value)
    assert day in str(refused.value)


def test_a_signed_paper_is_not_signed_again(signed: bytes, seal: Seal) -> None:
    with pytest.raises(AlreadySigned):
        sign_pdf(signed, seal, reason="발급", at=NOW)


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\nhalf"])
def test_what_is_no_pdf_is_not_signed(content: bytes, seal: Seal) -> None:
    with pytest.raises(NotSignable):
        sign_pdf(content, seal, reason="발급", at=NOW)


# Tokens.


@pytest.mark.parametrize("key", [elliptic(), rsa_key()], ids=["elliptic", "RSA"])
def test_a_key_on_a_token_signs_without_leaving_it(
    paper: bytes, key: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_token(tmp_path, key, certificate(key), "직인", monkeypatch)
    seal = Seal.from_pkcs11(SOFT_TOKEN, "openinsa", "1234", "직인")
    pdf = sign_pdf(paper, seal, reason="발급", at=NOW)
    assert read_signature(pdf, [seal.certificate]).trusted
    assert "Signature is Valid." in seen_by_poppler(pdf, tmp_path)
    assert not seal.travels
    with pytest.raises(TypeError):
        seal.to_pkcs12("비밀")
    assert Seal.from_pkcs11(SOFT_TOKEN, "openinsa", "1234", "직인").certificate == seal.certificate


@pytest.mark.parametrize(
    ("library", "token", "pin", "label", "refusal"),
    [
        ("/nowhere/token.so", "openinsa", "1234", "직인", TokenNotReachable),
        (SOFT_TOKEN, "다른 토큰", "1234", "직인", TokenNotReachable),
        (SOFT_TOKEN, "openinsa", "9999", "직인", WrongTokenPin),
        (SOFT_TOKEN, "openinsa", "", "직인", WrongTokenPin),
        (SOFT_TOKEN, "openinsa", "1234", "없는 이름", KeyNotOnToken),
    ],
    ids=["no library", "no such token", "wrong PIN", "no PIN", "no such key"],
)
def test_a_token_that_cannot_be_used_is_refused_with_what_is_wrong(
    library: str, token: str, pin: str, label: str, refusal: type[Exception], tmp_path: Path, monkeypatch: Any
) -> None:
    key = elliptic()
    make_token(tmp_path, key, certificate(key), "직인", monkeypatch)
    with pytest.raises(refusal):
        Seal.from_pkcs11(library, token, pin, label)


def test_a_way_of_protection_that_is_not_known_is_no_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm

    def unknown(*_given: object) -> None:
        raise UnsupportedAlgorithm("SEED")

    key = elliptic()
    monkeypatch.setattr(signing_keys.pkcs12, "load_key_and_certificates", unknown)
    with pytest.raises(UnsuitableKey):
        Seal.from_pkcs12(key_file(key, certificate(key)), PASSWORD)
