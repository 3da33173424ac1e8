"""The institution's own form of the contract: what is read and what is signed are printed by it, the record never is."""

import pytest
from django.test import Client
from django.utils import timezone

from agreements.agreeing import MINOR, completed, employed, login_of, made, proof, sent, signed, soon
from documents.reading import open_pdf, text_of
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.agreements.actions import making, signing
from openinsa.agreements.models import Agreement, AgreementEvent, AgreementSignature
from openinsa.agreements.queries import file_of
from openinsa.documents.overrides import TemplateBroken, TemplateDrops
from openinsa.issuing.keys import make_first_key
from openinsa.issuing.models import IssueCounter, IssuedPaper, OwnForm
from openinsa.issuing.own_forms import house_source, lay_form_aside, preview_form, save_form
from openinsa.people.refusals import NotFound

pytestmark = pytest.mark.django_db
State = Agreement.State
FORM = "employment_contract"
HEAD = "  issued-head(paper, shared)\n"
SIGNATURES = 'label-cell(words.signature), employer-signature(paper, shared, words), label-cell(words.signature), signature(paper, "worker_signature", words),'


@pytest.fixture
def office() -> Office:
    return new_office()


def own(line: str) -> str:
    """The house's form with something more at its head."""
    house = house_source(FORM)
    assert HEAD in house
    return house.replace(HEAD, f"{HEAD}  {line}\n")


def write(office: Office, line: str) -> OwnForm:
    return save_form(office.hr_officer, FORM, source=own(line))


def words_of(one: Agreement) -> str:
    return text_of(file_of(Agreement.objects.get(pk=one.pk)).content).replace(" ", "")


def test_what_is_read_and_what_is_signed_are_printed_by_the_own_form(office: Office) -> None:
    write(office, "[우리 구의 근로계약서입니다.]")
    one = signed(office)
    assert "우리구의근로계약서입니다." in words_of(one)
    make_first_key(office.institution)
    (one,) = signing.countersign(office.hr_officer, [one.pk], proof=proof())
    told = words_of(one)
    shown = [
        "우리구의근로계약서입니다.",
        one.number,
        "96,968원",
        "서명기록",
        "203.0.113.7",
        one.unsigned_sha256,
    ]
    assert [value for value in shown if value not in told] == []


def test_the_signed_file_says_what_was_read_though_the_form_changed_meanwhile(office: Office) -> None:
    by_the_house = signed(office, employed(office, "박바다"))
    write(office, "[첫째 판의 문장]")
    by_the_first = signed(office)
    write(office, "[둘째 판의 문장]")
    make_first_key(office.institution)
    ids = [by_the_house.pk, by_the_first.pk]
    done = signing.countersign(office.hr_officer, ids, proof=proof())
    told = {one.pk: words_of(one) for one in done}
    assert "판의문장" not in told[by_the_house.pk]
    assert "첫째판의문장" in told[by_the_first.pk]
    assert "둘째판의문장" not in told[by_the_first.pk]


def test_a_changed_form_is_no_changed_term(office: Office) -> None:
    one = completed(office)
    write(office, "[우리 구의 근로계약서입니다.]")
    left = making.make_agreements(office.hr_officer, [one.contract_id], due_on=soon()).left
    assert [type(each.why).__name__ for each in left] == ["NothingChanged"]


def test_laid_aside_the_house_prints_again(office: Office) -> None:
    write(office, "[우리 구의 근로계약서입니다.]")
    lay_form_aside(office.hr_officer, FORM)
    assert "우리구의" not in words_of(made(office))


def test_the_contract_stands_in_the_list_of_forms_and_the_record_of_signing_does_not(office: Office) -> None:
    desk = Client()
    desk.force_login(office.hr_officer)
    listed = desk.get("/issuing/settings/forms/").content.decode()
    assert f"/issuing/settings/forms/{FORM}/" in listed
    assert "/issuing/settings/forms/agreement/" not in listed
    page = desk.get(f"/issuing/settings/forms/{FORM}/").content.decode()
    assert "근로계약서" in page
    with pytest.raises(NotFound):
        save_form(office.hr_officer, "agreement", source=house_source("agreement"))


def test_a_preview_shows_the_own_form(office: Office) -> None:
    shown = preview_form(office.hr_officer, FORM, source=own("[우리 구의 근로계약서입니다.]"))
    assert "우리 구의 근로계약서입니다." in text_of(shown)


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ("(words.workplace, (paper.workplace,)),", "근로기준법 제17조"),
        (SIGNATURES, "signature"),
        ("issued-check(paper, shared)", "issue.code"),
    ],
    ids=["where one works", "who signed", "how to check the paper"],
)
def test_a_form_that_drops_what_it_has_to_say_is_not_saved(office: Office, dropped: str, said: str) -> None:
    house = house_source(FORM)
    assert dropped in house
    with pytest.raises(TemplateDrops, match=said):
        save_form(office.hr_officer, FORM, source=house.replace(dropped, ""))
    assert not OwnForm.objects.exists()


def test_what_was_drawn_is_in_the_file_even_where_the_own_form_leaves_the_picture_out(office: Office) -> None:
    own_source = house_source(FORM).replace('if one.picture == "" { text(', "if true { text(")
    assert own_source != house_source(FORM)
    save_form(office.hr_officer, FORM, source=own_source)
    one = completed(office)
    record_page = open_pdf(file_of(Agreement.objects.get(pk=one.pk)).content).pages[-1]
    assert len(record_page.images) == 1


def test_a_form_that_fails_for_one_contract_leaves_it_out_and_makes_the_others(office: Office) -> None:
    write(office, 'if paper.kind == "minor" { panic("소년") }')
    good, bad = employed(office), employed(office, **MINOR)
    result = making.make_agreements(office.hr_officer, [good.pk, bad.pk], due_on=soon())
    assert [one.contract_id for one in result.agreements] == [good.pk]
    assert isinstance(result.left[0].why, TemplateBroken)
    assert "서식" in str(result.left[0].why)


def test_a_form_that_fails_at_signing_refuses_and_leaves_nothing_half_done(office: Office) -> None:
    write(office, 'if "worker_signature" in paper and not paper.issue.sample { panic("서명") }')
    one = signed(office)
    make_first_key(office.institution)
    with pytest.raises(TemplateBroken, match="행: "):
        signing.countersign(office.hr_officer, [one.pk], proof=proof())
    assert Agreement.objects.get(pk=one.pk).state == State.SIGNED
    assert AgreementSignature.objects.get().party == "worker"
    assert not IssuedPaper.objects.exists()
    assert not IssueCounter.objects.filter(year=timezone.localdate().year, series="agreement", last__gt=0)
    assert not AgreementEvent.objects.filter(kind="countersigned").exists()


def test_the_worker_is_told_that_the_file_may_say_more_than_the_screen(office: Office) -> None:
    plain = sent(office, employed(office, "박바다"))
    write(office, "[우리 구의 근로계약서입니다.]")
    one = sent(office)
    told = "이 화면에 없는 글이 PDF에 있을 수"
    own_page = text(OfficeClient(office, login_of(office, one.contract), "agreements").get("own", one.pk))
    other = text(OfficeClient(office, login_of(office, plain.contract), "agreements").get("own", plain.pk))
    assert (told in own_page, told in other) == (True, False)
    assert "기관의 서식으로" in text(
        OfficeClient(office, office.hr_officer, "agreements").get("agreement", one.pk)
    )
