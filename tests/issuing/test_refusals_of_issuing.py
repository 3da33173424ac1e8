"""What issuing refuses, each with the least that causes it."""

from dataclasses import replace

import pytest
from django.conf import settings

from closing import compute
from issuing_office import TEST_KIND, asked_about, office_that_issues, picture
from office import JUNE, Office
from openinsa.issuing import limits
from openinsa.issuing.actions import issue
from openinsa.issuing.codes import new_code
from openinsa.issuing.keys import NoKeyDevice, add_device_key
from openinsa.issuing.limits import TooManyLooks
from openinsa.issuing.numbering import NumberingUnreadable
from openinsa.issuing.pictures import PictureTooLarge, PictureTooSmall, PictureUnreadable
from openinsa.issuing.scope import SlipNotPaid
from openinsa.issuing.settings import ValidityOutOfRange, change_setting, set_seal
from openinsa.issuing.verifying import FileTooLarge, compare, look_up
from openinsa.payroll.models import Payslip

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return office_that_issues()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (bytes(1_000_001), PictureTooLarge),
        (picture((3_200, 100)), PictureTooLarge),
        (picture((40, 40)), PictureTooSmall),
        (b"GIF89a", PictureUnreadable),
    ],
)
def test_a_seal_is_a_picture_of_a_size_that_prints(
    office: Office, content: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        set_seal(office.hr_officer, content)


def test_settings_that_cannot_hold_are_not_stored(office: Office) -> None:
    with pytest.raises(NumberingUnreadable):
        change_setting(office.hr_officer, numbering={"test": "{year}"})
    with pytest.raises(ValidityOutOfRange):
        change_setting(office.hr_officer, valid_days={TEST_KIND.key: 0})
    assert settings.PKCS11_LIBRARY == ""
    with pytest.raises(NoKeyDevice):
        add_device_key(office.hr_officer, token="t", label="l", pin="p")


def test_a_slip_has_no_statement_before_it_is_paid(office: Office) -> None:
    contract = office.employ()
    compute(office, JUNE)
    asked = replace(asked_about(contract), subject_id=Payslip.objects.get().pk)
    with pytest.raises(SlipNotPaid):
        issue(office.hr_officer, "wage_statement", asked)


def test_the_public_page_refuses_too_much(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    code = str(new_code(office.institution.pk))
    with pytest.raises(FileTooLarge):
        compare(code, "10.0.0.1", bytes(10 * 1024 * 1024 + 1))
    monkeypatch.setattr(limits, "WRONG_FROM_AN_ADDRESS", 1)
    look_up(code, "10.0.0.1")
    with pytest.raises(TooManyLooks):
        look_up(code, "10.0.0.1")
