"""Papers given out: whole or not at all, numbered without gaps, never changed, within reach alone."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from issuing_office import PAY_KIND, TEST_KIND, Withheld, asked_about, give, office_that_issues
from office import Office, new_office
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.signing import read_signature
from openinsa.issuing.actions import ItemUnknown, PaperOver, PurposeTooLong, issue, preview, reissue, revoke
from openinsa.issuing.keys import NoSigningKey, trusted_by
from openinsa.issuing.models import IssueCounter, IssuedPaper
from openinsa.issuing.queries import content_of, file_of, issued_to
from openinsa.issuing.scope import papers_of
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.privacy.rotation import rotate

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


def last_number() -> int:
    return sum(IssueCounter.objects.filter(series="test").values_list("last", flat=True))


def test_a_paper_is_kept_as_the_very_file_with_its_content_and_a_whole_signature(office: Office) -> None:
    contract = office.employ("김하늘")
    paper = give(office, contract, purpose="은행 제출")
    file, content = file_of(paper), content_of(paper)
    finding = read_signature(file, trusted_by(office.institution.pk))
    assert (finding.whole, finding.trusted) == (True, True)
    assert content["data"]["name"] == "김하늘"
    assert content["data"]["issue"]["number"] == paper.written_number
    assert content["asked"]["purpose"] == "은행 제출"
    assert content["asked"]["items"] == ["job"]
    assert list(issued_to(contract.person)) == [paper]


def test_numbers_follow_one_another_and_a_failed_issue_uses_none(office: Office) -> None:
    contract = office.employ()
    withheld = office.employ("보류")
    first = give(office, contract)
    with pytest.raises(Withheld), transaction.atomic():
        give(office, withheld)
    odd = office.employ("김\U0001f600")
    with pytest.raises(UnprintableCharacter, match="U\\+1F600"), transaction.atomic():
        give(office, odd)
    second = give(office, contract)
    assert (first.number, second.number, last_number()) == (1, 2, 2)
    assert second.written_number == f"제{second.year}-000002호"


def test_a_name_of_forty_letters_is_printed_whole(office: Office) -> None:
    name = "가나다라마바사아자차" * 4
    assert content_of(give(office, office.employ(name)))["data"]["name"] == name


def test_the_same_request_gives_the_same_paper(office: Office) -> None:
    contract, request = office.employ(), uuid4()
    asked = asked_about(contract)
    papers = {issue(office.hr_officer, TEST_KIND.key, asked, request_id=request).pk for _ in range(2)}
    assert len(papers) == 1
    assert last_number() == 1


def test_somebody_elses_request_is_not_answered_with_their_paper(office: Office) -> None:
    request, one, other = uuid4(), office.employ(), office.employ("박바다")
    issue(office.hr_officer, TEST_KIND.key, asked_about(one), request_id=request)
    with pytest.raises(NotFound):
        issue(office.hr_officer, TEST_KIND.key, asked_about(other), request_id=request)


def test_without_a_key_nothing_is_issued(office: Office) -> None:
    other = new_office("다온구")
    contract = other.employ()
    with pytest.raises(NoSigningKey):
        give(other, contract)
    assert not IssuedPaper.objects.exists()


def test_what_cannot_be_asked_is_refused(office: Office) -> None:
    contract = office.employ()
    with pytest.raises(ItemUnknown, match="salary"):
        give(office, contract, items=("salary",))
    with pytest.raises(PurposeTooLong):
        give(office, contract, purpose="가" * 61)
    with pytest.raises(NotFound):
        issue(office.hr_officer, "no_such_kind", asked_about(contract))


def test_a_paper_is_about_whom_it_says(office: Office) -> None:
    """A contract of one person with the number of another is nobody's."""
    one, other = office.employ(), office.employ("박바다")
    crossed = asked_about(one)
    with pytest.raises(NotFound):
        issue(office.hr_officer, TEST_KIND.key, type(crossed)("ko", other.person_id, one.pk))


def test_a_worker_issues_the_own_paper_and_no_other(office: Office) -> None:
    own, other = office.employ("김하늘"), office.employ("박바다")
    worker = office.user(Role.WORKER, person=own.person)
    paper = issue(worker, TEST_KIND.key, asked_about(own))
    assert paper.person_id == own.person_id
    with pytest.raises(NotAllowed):
        issue(worker, TEST_KIND.key, asked_about(other))


def test_papers_lie_within_reach_of_projects_and_of_pay(office: Office) -> None:
    elsewhere = office.new_project("다른 사업")
    contract = office.employ()
    give(office, contract)
    give(office, contract, kind=PAY_KIND.key)
    assert papers_of(office.clerk).count() == 2
    assert papers_of(office.head).count() == 1
    assert papers_of(office.auditor).count() == 2
    stranger = office.user(Role.PROJECT_CLERK)
    assert papers_of(stranger).count() == 0
    with pytest.raises(NotFound):
        issue(stranger, TEST_KIND.key, asked_about(contract))
    with pytest.raises(NotAllowed):
        issue(office.head, TEST_KIND.key, asked_about(contract))
    assert elsewhere.pk != contract.project_id


def test_a_paper_issued_anew_replaces_the_former_and_a_revoked_one_says_why(office: Office) -> None:
    former = give(office, office.employ())
    newer = reissue(office.hr_officer, former.pk)
    former.refresh_from_db()
    assert (former.state, former.replaced_by_id, newer.number) == ("replaced", newer.pk, 2)
    with pytest.raises(PaperOver, match="000001"):
        reissue(office.hr_officer, former.pk)
    with pytest.raises(ReasonMissing):
        revoke(office.hr_officer, newer.pk, reason=" ")
    with pytest.raises(NotAllowed):
        revoke(office.clerk, newer.pk, reason="잘못 발급")
    gone = revoke(office.hr_officer, newer.pk, reason="잘못 발급")
    assert (gone.state, gone.revoke_reason) == ("revoked", "잘못 발급")


@pytest.mark.parametrize("change", ["number = 9", "file_sealed = '\\x00'", "valid_until = '2030-01-01'"])
def test_the_database_keeps_a_paper_as_it_was_given_out(office: Office, change: str) -> None:
    give(office, office.employ())
    with (
        pytest.raises(IntegrityError, match="stays as it was"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE issuing_issuedpaper SET {change}")


def test_a_paper_is_not_deleted_and_not_made_valid_again(office: Office) -> None:
    paper = revoke(office.hr_officer, give(office, office.employ()).pk, reason="잘못 발급")
    for statement in (
        "DELETE FROM issuing_issuedpaper",
        "UPDATE issuing_issuedpaper SET state = 'issued'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert IssuedPaper.objects.filter(pk=paper.pk).exists()


def test_a_new_key_of_the_institution_seals_papers_anew_and_they_stay_what_they_were(office: Office) -> None:
    paper = give(office, office.employ())
    before = file_of(paper)
    from openinsa.privacy.rotation import begin_rotation

    begin_rotation(office.institution.pk)
    assert rotate(office.institution.pk, None, lambda done, total: None)["left"] == 0
    paper = IssuedPaper.objects.get(pk=paper.pk)
    assert bytes(paper.file_sealed[:2]) == b"\x00\x02"
    assert file_of(paper) == before


def test_a_preview_is_marked_and_stores_nothing(office: Office) -> None:
    pdf = preview(office.hr_officer, TEST_KIND.key, asked_about(office.employ()))
    assert pdf.startswith(b"%PDF")
    assert not IssuedPaper.objects.exists()
    assert last_number() == 0
