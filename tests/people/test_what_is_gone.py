"""Saving what somebody else took away meanwhile is a refusal in words, not a server error."""

import pytest
from django.db import DatabaseError, IntegrityError

from office import new_office
from openinsa.people.models import Department
from openinsa.people.refusals import Vanished, as_refusal

pytestmark = pytest.mark.django_db


def test_a_row_that_was_taken_away_meanwhile_is_told_so_when_it_is_saved() -> None:
    seen = new_office().department
    Department.objects.filter(pk=seen.pk).delete()
    with pytest.raises(DatabaseError) as fault:
        seen.save(update_fields=["name"])
    assert isinstance(as_refusal(fault.value), Vanished)


def test_other_faults_of_the_database_stay_what_they_are() -> None:
    fault = IntegrityError("else")
    assert as_refusal(fault) is fault
