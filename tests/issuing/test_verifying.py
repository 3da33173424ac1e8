"""The public page: whoever holds a paper sees whether it is true, and nobody sees more."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from issuing_office import TEST_KIND, give, office_that_issues
from office import Office
from openinsa.documents.signing import Seal, sign_pdf
from openinsa.issuing import limits, queries
from openinsa.issuing.actions import reissue, revoke
from openinsa.issuing.codes import LETTERS, Code, new_code, read_code
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import code_of, file_of
from openinsa.issuing.settings import change_setting
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


@pytest.fixture
def paper(office: Office) -> IssuedPaper:
    return give(office, office.employ("김하늘"))


@pytest.fixture
def anybody(paper: IssuedPaper) -> Client:
    """Somebody at a browser, who is nobody to the office."""
    return Client()


def page(client: Client, code: str, **asked: str) -> str:
    return client.get(f"/verify/{code}", asked).content.decode()


def checked(client: Client, code: str, content: bytes) -> str:
    file = SimpleUploadedFile("paper.pdf", content, "application/pdf")
    return client.post(f"/verify/{code}", {"file": file}).content.decode()


def test_a_true_paper_is_told_with_masked_name_and_nothing_else_of_the_person(
    anybody: Client, office: Office, paper: IssuedPaper
) -> None:
    before = AccessRecord.objects.count()
    told = page(anybody, code_of(paper), language="ko")
    for shown in ("진본입니다", "김*늘", paper.written_number, "가온구", "시험 증명서"):
        assert shown in told
    for hidden in ("김하늘", "1985-04-12", "공원녹지과", "96,968"):
        assert hidden not in told
    office.enter()
    assert AccessRecord.objects.count() == before


def test_the_page_is_kept_out_of_lists_and_stores(anybody: Client, paper: IssuedPaper) -> None:
    answer = anybody.get(f"/verify/{code_of(paper)}")
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_code_is_read_however_it_is_typed(anybody: Client, paper: IssuedPaper) -> None:
    typed = code_of(paper).lower().replace("-", " ")
    answer = anybody.post("/verify/?language=ko", {"code": typed}, follow=True)
    assert "진본입니다" in answer.content.decode()


def test_each_look_is_counted_on_the_paper(anybody: Client, office: Office, paper: IssuedPaper) -> None:
    for _ in range(3):
        page(anybody, code_of(paper))
    office.enter()
    paper.refresh_from_db()
    assert paper.looks == 3
    assert paper.last_look_at is not None


def test_a_revoked_paper_tells_its_day_and_never_the_reason(
    anybody: Client, office: Office, paper: IssuedPaper
) -> None:
    revoke(office.hr_officer, paper.pk, reason="허위로 신청함")
    told = page(anybody, code_of(paper), language="ko")
    assert "취소한 문서입니다" in told
    assert "취소일" in told
    assert "허위" not in told


def test_a_replaced_paper_says_so_and_the_newer_one_is_true(
    anybody: Client, office: Office, paper: IssuedPaper
) -> None:
    newer = reissue(office.hr_officer, paper.pk)
    assert "대신한 문서" in page(anybody, code_of(paper), language="ko")
    assert "진본입니다" in page(anybody, code_of(newer), language="ko")


def test_a_paper_past_its_day_says_so(
    anybody: Client, office: Office, paper: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_setting(office.hr_officer, valid_days={TEST_KIND.key: 30})
    short = give(office, paper.contract)
    assert short.valid_until is not None
    assert "진본입니다" in page(anybody, code_of(short), language="ko")
    later = short.valid_until + timedelta(days=1)
    monkeypatch.setattr(queries, "timezone", SimpleNamespace(localdate=lambda: later))
    assert "유효기한이 지난 문서입니다" in page(anybody, code_of(short), language="ko")


def wrong_codes(paper: IssuedPaper) -> list[str]:
    code = read_code(code_of(paper))
    assert code is not None
    other_letter = LETTERS[(LETTERS.index(code.letters[3]) + 1) % len(LETTERS)]
    return [
        str(new_code(code.institution_id)),
        str(Code(code.institution_id, code.letters[:3] + other_letter + code.letters[4:])),
        str(Code(code.institution_id + 1, code.letters)),
        str(Code(99_999_999, code.letters)),
        "1",
        "가나다",
        "x" * 500,
    ]


def test_a_wrong_or_guessed_code_gets_one_and_the_same_answer(anybody: Client, paper: IssuedPaper) -> None:
    answers = []
    for code in wrong_codes(paper):
        answer = anybody.get(f"/verify/{code}", {"language": "ko"})
        assert answer.status_code == 404
        assert "발급한 적이 없는 문서입니다" in answer.content.decode()
        answers.append(answer.content.decode().replace(code[:60], ""))
    assert "김*늘" not in "".join(answers)


def test_whatever_code_is_asked_costs_the_same_statements(anybody: Client, paper: IssuedPaper) -> None:
    """So that the time of an answer does not tell whether an institution or a paper is there."""
    counts = set()
    for code in wrong_codes(paper):
        with CaptureQueriesContext(connection) as asked:
            anybody.get(f"/verify/{code}")
        counts.add(len(asked))
    assert len(counts) == 1


def test_guessing_is_stopped_and_does_not_lock_the_sign_in(
    anybody: Client, paper: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_FROM_AN_ADDRESS", 3)
    codes = [str(new_code(paper.institution_id)) for _ in range(6)]
    statuses = [anybody.get(f"/verify/{code}").status_code for code in codes]
    assert statuses == [404, 404, 404, 429, 429, 429]
    assert anybody.get(f"/verify/{code_of(paper)}").status_code == 429
    assert anybody.get("/accounts/login/").status_code == 200


def test_wrong_codes_from_everywhere_are_no_longer_answered_but_a_right_one_is(
    anybody: Client, paper: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG_OF_AN_INSTITUTION", 2)
    guessed = [
        anybody.get(f"/verify/{new_code(paper.institution_id)}", REMOTE_ADDR=f"10.0.0.{place}").status_code
        for place in range(5)
    ]
    assert guessed == [404, 404, 429, 429, 429]
    assert anybody.get(f"/verify/{code_of(paper)}", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_the_very_file_is_told_from_every_other(anybody: Client, office: Office, paper: IssuedPaper) -> None:
    code, file = code_of(paper), file_of(paper)
    other = file_of(give(office, office.employ("박바다")))
    changed = bytearray(file)
    changed[file.index(b"/MediaBox") + 12] ^= 1
    resaved = BytesIO()
    with pikepdf.open(BytesIO(file)) as opened:
        opened.save(resaved)
    unsigned = BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(unsigned)
    foreign = sign_pdf(unsigned.getvalue(), Seal.self_made("다른 곳"), reason="", at=paper.issued_at)
    answers = {
        "한 글자도 다르지 않습니다": file,
        "이 확인번호로 발급한 문서가 아닙니다": other,
        "다른 사람이 서명한 파일": foreign,
        "서명과 내용이 맞지 않습니다": bytes(changed),
        "다시 저장한 파일": resaved.getvalue(),
        "일부가 잘린": file[: len(file) // 2],
        "전자서명이 없는": unsigned.getvalue(),
        "PDF 파일이 아닙니다": b"not a paper at all",
    }
    for sentence, content in answers.items():
        assert sentence in checked(anybody, code, content), sentence


def test_a_file_too_large_or_too_many_are_refused(
    anybody: Client, paper: IssuedPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(paper)
    assert "10MB" in checked(anybody, code, b"%PDF" + bytes(10 * 1024 * 1024))
    monkeypatch.setattr(limits, "FILES_FROM_AN_ADDRESS", 1)
    checked(anybody, code, b"%PDF")
    assert "여러 번" in checked(anybody, code, b"%PDF")
    assert "한 글자도" not in checked(anybody, code, file_of(paper))
