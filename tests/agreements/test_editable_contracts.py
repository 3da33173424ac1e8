"""The contract as a file of Hangul: the frozen terms in either language, for a reason and within reach."""

from io import BytesIO
from pathlib import Path

import hwpx
import pytest

from agreements.agreeing import made
from office import Office, new_office
from office_client import OfficeClient
from openinsa.people.roles import PayRight, Role
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.mark.parametrize(
    ("language", "title"), [("ko", "표준근로계약서"), ("en", "Standard employment contract")]
)
def test_the_terms_come_in_the_language_asked_for(
    office: Office, tmp_path: Path, language: str, title: str
) -> None:
    one = made(office)
    browser = OfficeClient(office, office.hr_officer, "agreements")
    answer = browser.take("editable", one.pk, language=language)
    assert hwpx.HwpxDocument.open(BytesIO(answer.content)).sections
    (tmp_path / "contract.hwpx").write_bytes(answer.content)
    with hwpx.TextExtractor(tmp_path / "contract.hwpx") as extractor:
        told = extractor.extract_text(object_behavior="nested")
    assert title in told
    assert one.contract.person.name in told
    assert AccessRecord.objects.filter(what="agreement", verb="download").count() == 1


def test_whoever_sees_no_pay_or_works_elsewhere_gets_no_contract(office: Office) -> None:
    one = made(office)
    clerk = office.user(Role.PROJECT_CLERK, pay_right=PayRight.WITHHELD)
    office.project.clerks.add(clerk, through_defaults={"institution": office.institution})
    assert OfficeClient(office, clerk, "agreements").take("editable", one.pk).status_code == 404
    other = new_office("나온구")
    assert OfficeClient(other, other.hr_officer, "agreements").take("editable", one.pk).status_code == 404
