"""How an institution reckons, its own holidays and its marks: dated, and never behind a paid month."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from office import JUNE, Office, new_office
from openinsa.people.models import InstitutionSetting
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import set_context
from openinsa.rules.choices import SETTINGS
from openinsa.staffing.actions.settings import (
    DayCodeWithoutGrounds,
    DayMarkTaken,
    DayMarkUnreadable,
    DutyWithoutHours,
    HolidayExists,
    PaidMonthsFollow,
    SettingExists,
    add_day_code,
    add_holiday,
    change_day_code,
    change_duty,
    remove_holiday,
    set_settings,
)
from openinsa.staffing.holidays import paid_holidays
from openinsa.staffing.models import DayCode, InstitutionHoliday, ProjectMonth
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.staffing.settings_forms import SettingsForm
from shifts import stored_pattern

pytestmark = pytest.mark.django_db
FIELDS = {"employer_kind": "local_government", "accident_rate_ppm": 9660, "pay_day": 25, "source": "내부결재"}


@pytest.fixture
def office() -> Office:
    return new_office()


def test_every_setting_of_the_rules_has_words_for_every_option() -> None:
    assert set(SETTING_WORDS) == set(SETTINGS)
    for name, words in SETTING_WORDS.items():
        assert set(words.options) == {member.name.lower() for member in SETTINGS[name]}, name


def test_an_institutions_own_holiday_joins_those_of_the_law(office: Office) -> None:
    add_holiday(office.hr_officer, date(2026, 6, 15), "구민의 날", "구 조례 제1호")
    holidays = paid_holidays(JUNE, date(2026, 6, 30))
    assert holidays[date(2026, 6, 15)] == "구민의 날"
    assert date(2026, 6, 3) in holidays


def test_a_holiday_is_set_once_and_can_be_taken_back(office: Office) -> None:
    holiday = add_holiday(office.hr_officer, date(2026, 6, 15), "구민의 날", "구 조례 제1호")
    with pytest.raises(HolidayExists):
        add_holiday(office.hr_officer, date(2026, 6, 15), "또", "구 조례 제1호")
    remove_holiday(office.hr_officer, holiday.pk)
    assert not InstitutionHoliday.objects.exists()


def test_settings_begin_on_one_day_once(office: Office) -> None:
    set_settings(office.hr_officer, date(2026, 7, 1), FIELDS)
    with pytest.raises(SettingExists):
        set_settings(office.hr_officer, date(2026, 7, 1), FIELDS)
    assert InstitutionSetting.objects.count() == 2


def test_nothing_that_a_paid_month_was_reckoned_with_can_change(office: Office) -> None:
    month = office.month(JUNE)
    ProjectMonth.objects.filter(pk=month.pk).update(state="paid")
    with pytest.raises(PaidMonthsFollow):
        set_settings(office.hr_officer, date(2026, 6, 30), FIELDS)
    with pytest.raises(PaidMonthsFollow):
        add_holiday(office.hr_officer, date(2026, 6, 15), "구민의 날", "구 조례 제1호")
    assert set_settings(office.hr_officer, date(2026, 7, 1), FIELDS).pk


def test_a_mark_keeps_its_kind_and_changes_its_pay(office: Office) -> None:
    sick = DayCode.objects.get(code="unpaid_sick_leave")
    changed = change_day_code(office.hr_officer, sick.pk, paid=False, attendance="excused")
    assert (changed.kind, changed.attendance) == ("leave", "excused")


def test_only_an_hr_officer_sets_how_an_institution_reckons(office: Office) -> None:
    with pytest.raises(NotAllowed):
        set_settings(office.clerk, date(2026, 7, 1), FIELDS)


def test_every_setting_stands_under_a_heading_of_the_form() -> None:
    form = SettingsForm(held=InstitutionSetting())
    shown = [bound.name for _heading, fields in form.parts() for bound in fields]
    assert sorted(shown) == sorted(form.fields)


def test_the_settings_page_and_its_forms_work_in_both_languages(office: Office) -> None:
    officer, code = office.hr_officer, DayCode.objects.first()
    client = Client()
    for language in ("ko", "en"):
        client.cookies["django_language"] = language
        set_context(None)
        client.force_login(officer)
        for name, arguments in (
            ("settings", []),
            ("new_settings", []),
            ("new_holiday", []),
            ("edit_day_code", [code.pk]),
        ):
            set_context(None)
            assert client.get(reverse(f"staffing:{name}", args=arguments)).status_code == 200, name
    set_context(None)
    answer = client.post(
        reverse("staffing:new_holiday"), {"date": "20260615", "name": "구민의 날", "source": "조례"}
    )
    assert answer.status_code == 302
    set_context(office.institution.pk)
    assert InstitutionHoliday.objects.get().date == date(2026, 6, 15)


def test_a_duty_counts_as_work_only_with_its_hours(office: Office) -> None:
    duty = DayCode.objects.get(code="night_duty")
    with pytest.raises(DutyWithoutHours):
        change_duty(office.hr_officer, duty.pk, as_work=True, starts=1080)
    changed = change_duty(office.hr_officer, duty.pk, as_work=True, starts=1080, ends=540)
    assert (changed.as_work, changed.starts, changed.ends) == (True, 1080, 1980)
    with pytest.raises(NotFound):
        change_duty(office.hr_officer, DayCode.objects.get(code="work").pk, as_work=False)


OWN_MARK = {
    "mark": "장기",
    "label_ko": "장기재직휴가",
    "kind": "leave",
    "paid": True,
    "attendance": "excused",
    "law": "가온구 기간제근로자 관리 규정 제20조",
}


def test_an_institution_adds_marks_of_its_own_and_changes_what_they_mean(office: Office) -> None:
    own = add_day_code(office.hr_officer, OWN_MARK)
    assert (own.mark, own.label_en, own.is_own) == ("장기", "장기재직휴가", True)
    words = {"label_ko": "장기재직특별휴가", "label_en": "long service leave", "law": "같은 규정 제21조"}
    changed = change_day_code(office.hr_officer, own.pk, paid=False, attendance="absent", words=words)
    assert (changed.label_ko, changed.law, changed.paid) == ("장기재직특별휴가", "같은 규정 제21조", False)
    sick = DayCode.objects.get(code="paid_sick_leave")
    changed = change_day_code(office.hr_officer, sick.pk, paid=True, attendance="excused", words=words)
    assert changed.label_ko == "유급병가"


def test_a_mark_stands_once_reads_as_no_time_and_has_its_grounds(office: Office) -> None:
    stored_pattern(office)
    for mark in ("연", "주간"):
        with pytest.raises(DayMarkTaken):
            add_day_code(office.hr_officer, OWN_MARK | {"mark": mark})
    for mark in ("", " ", "8", "연2", "9:00", "a-b", "3/1"):
        with pytest.raises(DayMarkUnreadable):
            add_day_code(office.hr_officer, OWN_MARK | {"mark": mark})
    own = add_day_code(office.hr_officer, OWN_MARK)
    with pytest.raises(DayCodeWithoutGrounds):
        add_day_code(office.hr_officer, OWN_MARK | {"mark": "공로", "law": " "})
    with pytest.raises(DayCodeWithoutGrounds):
        change_day_code(
            office.hr_officer,
            own.pk,
            paid=True,
            attendance="excused",
            words={"label_ko": "x", "label_en": "", "law": ""},
        )


def test_marks_are_added_and_changed_on_screen(office: Office) -> None:
    client = Client()
    officer = office.hr_officer
    set_context(None)
    client.force_login(officer)
    assert client.get(reverse("staffing:new_day_code")).status_code == 200
    answer = client.post(reverse("staffing:new_day_code"), OWN_MARK, follow=True)
    assert "장기재직휴가" in answer.content.decode()
    set_context(office.institution.pk)
    own = DayCode.objects.get(mark="장기")
    address = reverse("staffing:edit_day_code", args=[own.pk])
    set_context(None)
    assert "장기재직휴가" in client.get(address).content.decode()
    typed = {"label_ko": "근속휴가", "law": "같은 규정 제21조", "attendance": "excused"}
    assert "근속휴가" in client.post(address, typed, follow=True).content.decode()
    set_context(None)
    answer = client.post(reverse("staffing:new_day_code"), OWN_MARK | {"mark": "8"})
    assert "부호로 쓸 수 없습니다" in answer.content.decode()
