"""An institution's own form: saved only when it prints what the law wants, kept by versions, laid aside by a click."""

import pytest
from django.test import Client

from issuing_office import TEST_KIND, give, office_that_issues
from office import Office
from openinsa.documents.overrides import TemplateBroken, TemplateDrops
from openinsa.issuing.models import OwnForm
from openinsa.issuing.own_forms import forms_of_kinds, house_source, lay_form_aside, save_form
from openinsa.issuing.queries import file_of

pytestmark = pytest.mark.django_db
FORM = TEST_KIND.form


@pytest.fixture
def office() -> Office:
    return office_that_issues()


def test_a_form_of_ones_own_prints_until_it_is_laid_aside(office: Office) -> None:
    contract = office.employ()
    own = house_source(FORM) + "\n// 기관에서 고침\n"
    save_form(office.hr_officer, FORM, source=own, note="머리글")
    second = save_form(office.hr_officer, FORM, source=own)
    assert second.version == 2
    assert file_of(give(office, contract)).startswith(b"%PDF")
    lay_form_aside(office.hr_officer, FORM)
    assert not OwnForm.objects.filter(laid_aside_at=None).exists()
    assert OwnForm.objects.count() == 2


def test_a_form_that_does_not_compile_or_drops_what_the_law_wants_is_not_saved(office: Office) -> None:
    with pytest.raises(TemplateBroken):
        save_form(office.hr_officer, FORM, source="#let form(paper) = [")
    with pytest.raises(TemplateDrops):
        save_form(office.hr_officer, FORM, source='#let form(paper) = { set document(title: "x"); [없음] }')
    assert not OwnForm.objects.exists()


def test_the_fault_of_a_form_is_said_on_its_page_and_a_good_one_is_previewed(office: Office) -> None:
    desk = Client()
    desk.force_login(office.hr_officer)
    address = f"/issuing/settings/forms/{FORM}/"
    assert "기본 서식" in desk.get("/issuing/settings/forms/").content.decode()
    assert "1행" in desk.post(address, {"source": "#let form(paper) = ["}).content.decode()
    sample = desk.post(address, {"source": house_source(FORM), "preview": "1"})
    assert sample["Content-Type"] == "application/pdf"


def test_every_form_of_ours_may_be_saved_as_ones_own(office: Office) -> None:
    """Also those that people complete and date by hand."""
    for form in forms_of_kinds():
        save_form(office.hr_officer, form.name, source=house_source(form.name))


def test_a_form_without_the_foot_that_tells_true_papers_is_refused_when_it_is_saved(office: Office) -> None:
    bare = house_source("resignation_letter").replace("record(paper,", "record((..paper, issue: none),")
    with pytest.raises(TemplateDrops, match=r"issue\.number"):
        save_form(office.hr_officer, "resignation_letter", source=bare)
