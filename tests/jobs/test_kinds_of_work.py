"""What an operator reads in the list of jobs: the work in words, never the name of a function."""

from openinsa.jobs.models import KINDS_OF_WORK, JobOverview
from openinsa.jobs.work import WORKS


def test_every_work_has_words_for_the_operator() -> None:
    """작업의 종류마다 화면에 쓸 말이 있다."""
    ours = {kind for kind, work in WORKS.items() if work.__module__.startswith("openinsa.")}
    assert ours == set(KINDS_OF_WORK)
    assert str(JobOverview(kind="pay_run").work) == "급여 계산"


def test_a_work_without_words_shows_its_name() -> None:
    assert JobOverview(kind="counting").work == "counting"
