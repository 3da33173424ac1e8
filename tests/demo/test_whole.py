"""The small demo district goes all the way: workbooks in, slips and papers out, nothing left over."""

from pathlib import Path

import pytest
from django.conf import settings

from openinsa.delivery.models import Invitation
from openinsa.delivery.queries import bounces_of, counts_by_standing, handovers_of, people_to_invite
from openinsa.demo import outcome, papers, whole
from openinsa.demo.founding import Founded
from openinsa.demo.plan import CLOSED_MONTHS, OPEN_MONTH, SMALL, make_district
from openinsa.people.tenancy import within
from openinsa.staffing.models import Day, ProjectMonth


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_database")
def test_the_district_closes_its_months_without_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """작은 시연 구가 등록부터 명세서 출력까지 남김없이 끝난다."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    founded = whole.make(size=SMALL)
    printed = papers.print_month(founded, CLOSED_MONTHS[-1])
    found = outcome.of(founded, printed)
    assert found.findings == []
    assert [one.projects for one in found.months] == [12, 12, 12]
    assert founded.registered["people"] == 60
    assert founded.registered["rate_sum"] == sum(one.rate for one in make_district(SMALL).contracts)
    assert all(path.stat().st_size > 5_000 for path in founded.files)
    shows_delivery(founded)
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 6
    with within(founded.institution.pk):
        states = set(ProjectMonth.objects.filter(month=OPEN_MONTH).values_list("state", flat=True))
        slips_of_the_hand = Day.objects.exclude(fault="").filter(date__gte=OPEN_MONTH)
        assert states == {"open", "submitted", "approved"}
        assert {day.mark for day in slips_of_the_hand} == {"츨", "연차?"}


def shows_delivery(founded: Founded) -> None:
    """Payslips handed over by page and by link, an address that does not exist, invitations in three states."""
    hr = founded.users["hr"]
    with within(founded.institution.pk, hr.pk):
        assert counts_by_standing(handovers_of(hr)) == {
            "published": 99,
            "opened": 16,
            "sent": 2,
            "bounced": 1,
        }
        assert [one.person.name for one in bounces_of(hr)] == [founded.contracts[4].person.name]
        assert Invitation.objects.count() == 3
        largest = people_to_invite(founded.projects[founded.district.projects[0]])
        states = {one.invited for one in largest}
        assert states == {"invited", "opened", "expired", "not_invited"}
