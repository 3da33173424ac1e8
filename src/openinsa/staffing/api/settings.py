"""The institution's settings: how it reckons from when, its own holidays, its marks, its pay tables."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django import forms
from pydantic import Field, StrictInt, StrictStr

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.rooms import Call
from openinsa.api.shapes import shape
from openinsa.people.models import InstitutionSetting, User
from openinsa.staffing.actions import settings as act
from openinsa.staffing.actions.pay_tables import drop_pay_table, enter_pay_table
from openinsa.staffing.api.months import MarkTold
from openinsa.staffing.api.room import Strict, manager, room
from openinsa.staffing.models import DayCode, InstitutionHoliday, PayTable
from openinsa.staffing.pages.settings import PLAIN, form_of
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.staffing.settings_forms import HolidayForm, NewDayCodeForm, OwnDayCodeForm, SettingsForm

MANAGES = "people.manage"
SettingTold = shape("Setting", InstitutionSetting, f"valid_from {' '.join(PLAIN)} choices")
HolidayTold = shape("Holiday", InstitutionHoliday, "date name source")
PayTableTold = shape("PayTable", PayTable, "name valid_from source rows")
Won = Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]


@room.get("/settings", may=MANAGES, answer=list[SettingTold])
def list_settings(call: Call) -> Any:
    """How the institution reckons, newest first."""
    return InstitutionSetting.objects.order_by("-valid_from")


def _held() -> InstitutionSetting:
    return InstitutionSetting.objects.latest("valid_from")


def _make(data: Mapping[str, Any], _row: object) -> forms.Form:
    held = SettingsForm(held=_held()).initial
    return SettingsForm(
        {**held, "accident_rate_ppm": _percent(held["accident_rate_ppm"]), **data}, held=_held()
    )


def _percent(ppm: int) -> str:
    return f"{ppm / 10_000:.4f}"


def _fields() -> Mapping[str, forms.Field]:
    return SettingsForm(held=InstitutionSetting()).fields


@room.post(
    "/settings",
    may=MANAGES,
    body=FormBody(SettingsForm, make=_make, fields=_fields, every=("valid_from", "source")),
    answer=SettingTold,
    status=201,
)
def add_settings(call: Call, given: dict[str, Any]) -> InstitutionSetting:
    """Settings from a day on; what is left out stays as it holds last."""
    fields: dict[str, Any] = {name: given[name] for name in PLAIN}
    fields["choices"] = {name: given[name] for name in SETTING_WORDS}
    return act.set_settings(call.by, given["valid_from"], fields)


@room.get("/holidays", may=MANAGES, answer=list[HolidayTold])
def list_holidays(call: Call) -> Any:
    """The institution's own paid holidays."""
    return InstitutionHoliday.objects.order_by("-date")


@room.post("/holidays", may=MANAGES, body=FormBody(HolidayForm), answer=HolidayTold, status=201)
def add_holiday(call: Call, given: dict[str, Any]) -> InstitutionHoliday:
    """A paid holiday of the institution's own."""
    return act.add_holiday(call.by, given["date"], given["name"], given["source"])


def holiday_of(by: User, holiday_id: int) -> InstitutionHoliday:
    return manager(by, holiday_id, InstitutionHoliday.objects.all())


@room.delete("/holidays/{int:holiday_id}", of=holiday_of)
def drop_holiday(call: Call, holiday: InstitutionHoliday) -> None:
    """Take a holiday back."""
    act.remove_holiday(call.by, holiday.pk)


@room.post("/marks", may=MANAGES, body=FormBody(NewDayCodeForm), answer=MarkTold, status=201)
def add_mark(call: Call, given: dict[str, Any]) -> DayCode:
    """A mark of the institution's own."""
    return act.add_day_code(call.by, given)


def mark_of(by: User, code_id: int) -> DayCode:
    return manager(by, code_id, DayCode.objects.all())


def _mark_form(data: Mapping[str, Any], code: DayCode) -> forms.Form:
    return form_of(code)[0](data)


def _mark_now(code: DayCode) -> dict[str, Any]:
    return {name: getattr(code, name) for name in form_of(code)[0].base_fields}


def _mark_fields() -> Mapping[str, forms.Field]:
    return OwnDayCodeForm.base_fields


@room.patch(
    "/marks/{int:code_id}",
    of=mark_of,
    body=FormBody(OwnDayCodeForm, make=_mark_form, fields=_mark_fields, now=_mark_now),
    answer=MarkTold,
)
def edit_mark(call: Call, code: DayCode, given: dict[str, Any]) -> DayCode:
    """Whether days with a mark are paid, and what they mean for the weekly holiday; words only of an own mark."""
    return form_of(code)[1](call.by, code.pk, **given)


@room.get("/pay-tables", may=MANAGES, answer=list[PayTableTold])
def list_pay_tables(call: Call) -> Any:
    """Tables of pay by grade and years of service."""
    return PayTable.objects.all()


class PayTableSent(Strict):
    """For each grade the won of 0, 1, 2, ... years; the last amount holds for all further years."""

    name: StrictStr = Field(min_length=1, max_length=60)
    valid_from: date
    source: StrictStr = Field(min_length=1, max_length=200)
    rows: dict[
        Annotated[StrictStr, Field(min_length=1, max_length=40)],
        Annotated[list[Won], Field(min_length=1, max_length=60)],
    ] = Field(min_length=1, max_length=200, examples=[{"1급": [2_100_000, 2_150_000]}])


@room.post("/pay-tables", may=MANAGES, body=ModelBody(PayTableSent), answer=PayTableTold, status=201)
def add_pay_table(call: Call, given: PayTableSent) -> PayTable:
    """A table of pay from a day on."""
    return enter_pay_table(call.by, **given.model_dump())


def pay_table_of(by: User, table_id: int) -> PayTable:
    return manager(by, table_id, PayTable.objects.all())


@room.delete("/pay-tables/{int:table_id}", of=pay_table_of)
def drop_table_of_pay(call: Call, table: PayTable) -> None:
    """Take a table of pay back."""
    drop_pay_table(call.by, table.pk)
