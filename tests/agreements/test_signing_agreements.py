"""An agreement from the registered contract to the file that both hold."""

import pytest

from agreements.agreeing import completed, signed
from office import new_office
from openinsa.agreements.models import Agreement

pytestmark = pytest.mark.django_db


def test_both_hold_the_same_file_once_both_have_signed() -> None:
    office = new_office()
    one = completed(office)
    assert one.state == Agreement.State.COMPLETED
    assert one.number
