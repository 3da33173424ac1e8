"""The certificate that signs: doctor tells in time that it ends, and once ended nothing is issued."""

from datetime import timedelta

import pytest
from django.utils import timezone

from issuing_office import give, office_that_issues
from openinsa.config import examinations
from openinsa.documents.signing import CertificateExpired
from openinsa.issuing.keys import KeyFileTooLarge, KeyNotInUse, add_key_file, make_first_key, retire_key
from openinsa.issuing.models import IssuedPaper

pytestmark = pytest.mark.django_db


def test_doctor_names_the_institution_whose_certificate_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    office = office_that_issues()
    assert examinations.signing_keys_hold() == ""
    monkeypatch.setattr(examinations, "EXPIRES_SOON", timedelta(days=20 * 365))
    assert office.institution.code in examinations.signing_keys_hold()


def test_a_certificate_that_ended_is_not_taken_and_no_paper_is_left_behind() -> None:
    office = office_that_issues()
    with pytest.raises(CertificateExpired):
        make_first_key(office.institution, since=timezone.now() - timedelta(days=20 * 365))
    assert not IssuedPaper.objects.exists()


def test_a_key_is_retired_once_and_a_file_that_is_none_is_refused() -> None:
    office = office_that_issues()
    paper = give(office, office.employ())
    retire_key(office.hr_officer, paper.signed_with_id)
    with pytest.raises(KeyNotInUse):
        retire_key(office.hr_officer, paper.signed_with_id)
    with pytest.raises(KeyFileTooLarge):
        add_key_file(office.hr_officer, content=bytes(100_001), password="")
