"""What arrives broken is refused in one sentence, or read where it can be; it never breaks the product."""

import pytest

from mutations import BrokenPost
from office import new_office

pytestmark = pytest.mark.django_db

SEED, COUNT = 20261127, 96


def test_broken_workbooks_csv_pdf_and_json_get_one_sentence_and_leave_nothing_behind() -> None:
    """The bench sends two thousand of them."""
    post = BrokenPost(new_office(), SEED)
    wrong = [told for one in post.arrivals(COUNT) if (told := post.deliver(one))]
    assert wrong == []
