"""Papers as files of Hangul to go on working with: for a reason, within reach, for the forms that have one."""

from io import BytesIO
from pathlib import Path

import hwpx
import pytest

from issuing_office import PAY_KIND, TEST_KIND, give, office_that_issues
from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.issuing.actions import issue
from openinsa.issuing.kinds import Asked
from openinsa.people.roles import PayRight, Role
from openinsa.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


def test_the_file_opens_says_what_was_issued_and_leaves_a_record(office: Office, tmp_path: Path) -> None:
    paper = give(office, office.employ("김하늘"))
    answer = OfficeClient(office, office.hr_officer, "issuing").take("editable", paper.pk)
    assert answer["Content-Type"] == "application/hwp+zip"
    assert hwpx.HwpxDocument.open(BytesIO(answer.content)).sections
    (tmp_path / "paper.hwpx").write_bytes(answer.content)
    with hwpx.TextExtractor(tmp_path / "paper.hwpx") as extractor:
        told = extractor.extract_text(object_behavior="nested")
    assert paper.written_number in told
    assert "김하늘" in told
    record = AccessRecord.objects.filter(what="issued_paper", verb="download").get()
    assert record.people == [paper.person_id]


def test_without_a_reason_nothing_leaves(office: Office) -> None:
    paper = give(office, office.employ("김하늘"))
    asked = OfficeClient(office, office.hr_officer, "issuing").get("editable", paper.pk)
    assert "attachment" not in asked.headers.get("Content-Disposition", "")


def test_what_is_out_of_reach_or_of_another_institution_is_not_found(office: Office) -> None:
    paper = give(office, office.employ("김하늘"), PAY_KIND.key)
    clerk = office.user(Role.PROJECT_CLERK, pay_right=PayRight.WITHHELD)
    office.project.clerks.add(clerk, through_defaults={"institution": office.institution})
    assert OfficeClient(office, clerk, "issuing").take("editable", paper.pk).status_code == 404
    other = new_office("나온구")
    assert OfficeClient(other, other.hr_officer, "issuing").take("editable", paper.pk).status_code == 404


@pytest.mark.parametrize(("kind", "status"), [("resignation_letter", 404), (TEST_KIND.key, 200)])
def test_only_a_form_that_has_such_a_file_offers_it(office: Office, kind: str, status: int) -> None:
    contract = office.employ("김하늘")
    paper = issue(office.hr_officer, kind, Asked("ko", contract.person_id, contract.pk))
    desk = OfficeClient(office, office.hr_officer, "issuing")
    assert ("paper.hwpx" in text(desk.get("paper", paper.pk))) is (status == 200)
    assert desk.take("editable", paper.pk).status_code == status
