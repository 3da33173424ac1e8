"""개인정보 파기 확인서: what was destroyed, by which law, by whom, and until when backups still hold it."""

from pathlib import Path

import pytest

from documents.reading import open_pdf, pictures_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.contracts import DestructionCertificate
from openinsa.documents.destruction_certificate import destruction_certificate_pdf


def certificate(**changed: object) -> DestructionCertificate:
    return {**sample("destruction_certificate"), **changed}


def test_it_tells_number_people_law_counts_method_and_backups() -> None:
    printed = text_of(destruction_certificate_pdf(certificate()))
    for told in (
        "개인정보 파기 확인서",
        "2029-003",
        "인사담당",
        "감사담당",
        "제85조의3제2항",
        "8,210",
        "8,241",
        "2029-04-04",
        "영구 삭제",
        "임금 소송",
        "가온구",
    ):
        assert told in printed


def test_the_same_certificate_is_the_same_file_whenever_it_is_printed() -> None:
    assert destruction_certificate_pdf(certificate()) == destruction_certificate_pdf(certificate())


@pytest.mark.parametrize("language", ["ko", "en"])
def test_many_kinds_run_over_pages_and_nothing_over_the_edge(tmp_path: Path, language: str) -> None:
    parts = sample("destruction_certificate")["parts"] * 20
    pdf = destruction_certificate_pdf(certificate(parts=parts, language=language, note="긴말없이" * 40))
    assert len(open_pdf(pdf).pages) > 1
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    found = words_with_places(pdf, tmp_path)
    assert all(left > 20 and right < width - 20 for _page, left, _t, right, _b, _word in found)
    assert all(picture.stat().st_size > 1_000 for picture in pictures_of(pdf, tmp_path))
