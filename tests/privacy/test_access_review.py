"""Once a month somebody looks through the access record: what is unusual is brought up, looked into and signed off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.people.models import Department, User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.roles import Role
from openinsa.privacy.anchors import anchors
from openinsa.privacy.chain import Access, append
from openinsa.privacy.models import AccessReview, AccessSetting, LookedInto
from openinsa.privacy.patterns import PATTERNS, findings_of
from openinsa.privacy.reviewing import (
    FindingsOpen,
    MonthNotOver,
    MonthReviewed,
    SettingStands,
    counts_of,
    last_month,
    look_into,
    set_access_rules,
    sign_off,
)

pytestmark = pytest.mark.django_db
MONTH = last_month()
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN001
    monkeypatch.setattr(settings, "DATA", tmp_path)


@pytest.fixture
def office() -> Office:
    return new_office("가온구")


def workday(hour: int) -> datetime:
    """That hour of a day of the month that is neither a weekend nor, in any year, a holiday."""
    day = datetime(MONTH.year, MONTH.month, 12, hour, tzinfo=SEOUL)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def read(office: Office, actor: User, people: list[int], at: datetime | None = None, **said: str) -> None:
    usual = {"verb": "view", "what": "slips", "channel": "page", "address": "10.0.0.1"}
    alone = people[0] if len(people) == 1 else None
    values = {**usual, **said, "person_id": alone, "people": people, "count": len(people)}
    append(office.institution.pk, [Access(at=at or workday(11), actor_id=actor.pk, **values)])


def kinds(office: Office) -> set[tuple[str, int]]:
    return {(one.kind, one.people) for one in findings_of(MONTH)}


def test_ordinary_reading_brings_nothing_up(office: Office) -> None:
    person = office.employ().person_id
    for _time in range(3):
        read(office, office.clerk, [person])
    assert findings_of(MONTH) == []


def test_many_different_people_on_one_day_are_brought_up_and_the_same_ones_again_are_not(
    office: Office,
) -> None:
    for start in (1, 101, 201):
        read(office, office.hr_officer, list(range(start, start + 100)))
    for _time in range(4):
        read(office, office.payroll_officer, list(range(1, 101)))
    assert [(one.kind, one.actor_id, one.people) for one in findings_of(MONTH)] == [
        ("many", office.hr_officer.pk, 300)
    ]


def test_reading_at_night_and_on_a_weekend_is_brought_up_each_by_its_name(office: Office) -> None:
    read(office, office.hr_officer, [1], workday(23))
    read(office, office.hr_officer, [1], workday(5))
    sunday = workday(11) + timedelta(days=6 - workday(11).weekday())
    read(office, office.hr_officer, [1, 2], sunday)
    assert {one.kind for one in findings_of(MONTH)} == {"night", "holiday"}


def test_a_worker_reading_the_own_data_at_night_is_not(office: Office) -> None:
    person = office.employ().person
    worker = office.user(Role.WORKER, person=person)
    read(office, worker, [person.pk], workday(23))
    assert findings_of(MONTH) == []


def test_a_new_address_is_brought_up_where_the_user_had_come_from_another_before(office: Office) -> None:
    before = workday(11) - timedelta(days=31)
    read(office, office.hr_officer, [1], before)
    read(office, office.hr_officer, [1])
    assert findings_of(MONTH) == []
    read(office, office.hr_officer, [1], address="203.0.113.9")
    read(office, office.payroll_officer, [1], address="203.0.113.9")
    (found,) = findings_of(MONTH)
    assert (found.kind, found.actor_id, found.detail) == ("new_address", office.hr_officer.pk, "203.0.113.9")


def test_repeated_reveals_and_a_download_with_hardly_a_reason_are_brought_up(office: Office) -> None:
    for _time in range(10):
        read(office, office.hr_officer, [1], verb="reveal", what="phone", reason="연락이 닿지 않아 확인")
    read(office, office.payroll_officer, [1, 2], verb="download", reason="업무")
    read(office, office.payroll_officer, [1, 2], verb="download", reason="11월분 급여 지급 자료 확인")
    assert kinds(office) == {("reveals", 1), ("thin_reason", 2)}


def test_reading_by_somebody_whose_login_was_stopped_is_brought_up(office: Office) -> None:
    read(office, office.hr_officer, [1])
    User.objects.filter(pk=office.hr_officer.pk).update(is_active=False)
    assert kinds(office) == {("left", 1)}


def test_a_clerk_reading_people_of_neither_department_nor_projects_is_brought_up(office: Office) -> None:
    own = office.employ().person_id
    tax = Department.objects.create(institution=office.institution, name="세무과")
    elsewhere = office.new_project("세무 조사 보조", department=tax)
    elsewhere.projectclerk_set.all().delete()
    stranger = office.employ("박새봄", project=elsewhere.name, department=tax.name).person_id
    read(office, office.clerk, [own])
    assert findings_of(MONTH) == []
    read(office, office.clerk, [own, stranger])
    assert kinds(office) == {("outside", 1)}


def test_every_pattern_is_seen_by_some_test_above() -> None:
    assert set(PATTERNS) == {
        *("many", "night", "holiday", "new_address", "reveals", "thin_reason", "left", "outside")
    }


def test_the_figures_count_each_users_reading_by_kind(office: Office) -> None:
    read(office, office.hr_officer, [1, 2])
    read(office, office.hr_officer, [1], verb="search")
    read(office, office.hr_officer, [1], verb="reveal", address="10.0.0.2")
    read(office, office.clerk, [1], verb="download", reason="11월분 급여 지급 자료 확인")
    (first, second) = counts_of(MONTH)
    assert (first.looks, first.views, first.searches, first.reveals, first.people) == (3, 1, 1, 1, 4)
    assert (first.addresses, second.downloads) == (2, 1)


def test_a_month_is_signed_off_once_all_was_looked_into_and_its_head_is_anchored(office: Office) -> None:
    read(office, office.hr_officer, [1], workday(23))
    auditor, (found,) = office.auditor, findings_of(MONTH)
    with pytest.raises(FindingsOpen, match="1건"):
        sign_off(auditor, MONTH)
    with pytest.raises(NotFound):
        look_into(auditor, MONTH, ["night-0-20200101"], note="확인")
    assert look_into(auditor, MONTH, [found.pk], note="마감 야근으로 확인") == 1
    signed = sign_off(auditor, MONTH, note="이상 없음")
    assert (signed.records, signed.findings, signed.number) == (1, 1, 1)
    ((_line, anchor),) = anchors()
    assert anchor is not None
    assert anchor.digest == bytes(signed.digest).hex()
    with pytest.raises(MonthReviewed):
        sign_off(auditor, MONTH)
    with pytest.raises(MonthReviewed):
        look_into(auditor, MONTH, [found.pk], note="다시")
    with pytest.raises(MonthNotOver):
        sign_off(auditor, timezone.localdate().replace(day=1))


def test_only_who_reviews_may_look_into_and_sign(office: Office) -> None:
    for user in (office.hr_officer, office.clerk, office.payroll_officer, office.head):
        with pytest.raises(NotAllowed):
            sign_off(user, MONTH)
        with pytest.raises(NotAllowed):
            look_into(user, MONTH, ["x"], note="x")


def test_rules_hold_from_their_day_on_and_stay_in_the_history(office: Office) -> None:
    read(office, office.hr_officer, list(range(1, 11)))
    assert findings_of(MONTH) == []
    rules = {"many_people": 10, "night_from": 1320, "night_to": 360, "source": "내부 관리계획"}
    set_access_rules(office.auditor, valid_from=MONTH, **rules)
    assert kinds(office) == {("many", 10)}
    with pytest.raises(SettingStands):
        set_access_rules(office.auditor, valid_from=MONTH, **rules)


def test_the_auditor_reviews_a_month_on_the_screen(office: Office) -> None:
    read(office, office.hr_officer, [1], workday(23))
    client = OfficeClient(office, office.auditor, "privacy")
    home = OfficeClient(office, office.auditor, "home")
    assert "점검 전" in text(home.client.get("/"))
    office.enter()
    page = text(client.get("review"))
    assert "야간" in page
    assert "확인 전 1건" in page
    assert "점검 마침</button>" not in page
    (found,) = findings_of(MONTH)
    assert "확인한 내용" in text(client.post("look_into", row=[found.pk]))
    client.post("look_into", row=[found.pk], note="마감 야근으로 확인")
    assert LookedInto.objects.get().note == "마감 야근으로 확인"
    page = text(client.get("review"))
    assert "마감 야근으로 확인" in page
    assert "점검 마침</button>" in page
    client.post("sign_off", note="이상 없음")
    assert bytes(AccessReview.objects.get().digest).hex() in text(client.get("review"))
    assert "점검 전" not in text(home.client.get("/"))
    office.enter()


def test_the_counts_the_records_behind_them_and_the_rules_are_pages_of_their_own(office: Office) -> None:
    read(office, office.hr_officer, [1], workday(23))
    client = OfficeClient(office, office.auditor, "privacy")
    month = f"{MONTH:%Y-%m}"
    assert office.hr_officer.name in text(client.get("access_counts", month=month))
    whose = {"actor": str(office.hr_officer.pk)}
    assert "1건" in text(client.get("records", month=month, **whose))
    assert "0건" in text(client.get("records", month="2020-01", **whose))
    assert "0건" in text(client.get("records", day=f"{MONTH}", **whose))
    assert "점검 기준" in text(client.get("access_rules"))
    typed = {"keep_years": 3, "many_people": 50, "night_from": "22:00", "night_to": "06:00"}
    rest = {"reveals_a_day": 5, "least_letters": 8, "known_address_days": 30, "source": "내부 관리계획"}
    client.post("access_rules", valid_from="2026-01-01", **typed, **rest)
    assert AccessSetting.objects.get().keep_years == 3


def test_nobody_but_the_auditor_sees_the_review(office: Office) -> None:
    for user in (office.hr_officer, office.clerk, office.payroll_officer, office.head):
        client = OfficeClient(office, user, "privacy")
        pages = ("review", "access_counts", "access_rules")
        assert {client.get(page).status_code for page in pages} == {403}
