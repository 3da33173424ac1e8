"""What is typed when papers are issued, taken back, and set up."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.contracts import Language
from openinsa.issuing.actions import LONGEST_PURPOSE
from openinsa.issuing.kinds import KINDS, About, Asked, Kind
from openinsa.issuing.models import IssuingSetting
from openinsa.issuing.numbering import LONGEST as LONGEST_PATTERN
from openinsa.issuing.numbering import pattern_of
from openinsa.issuing.settings import LONGEST_VALID_DAYS
from openinsa.payroll.models import PayRun
from openinsa.web.forms import DayField

LANGUAGES = (("ko", _("한국어")), ("en", _("영어")))
Choices = list[tuple[str, str]]


class PaperForm(forms.Form):
    """What every paper is asked for with: its language, and for what and for whom it is."""

    language = forms.ChoiceField(label=_("문서 언어"), choices=LANGUAGES, initial="ko")
    purpose = forms.CharField(label=_("용도"), max_length=LONGEST_PURPOSE, required=False)
    submit_to = forms.CharField(label=_("제출처"), max_length=LONGEST_PURPOSE, required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def put_ahead(self, fields: dict[str, forms.Field]) -> None:
        self.fields.update(fields)
        self.order_fields(fields)

    def asked_with(self, **told: Any) -> Asked:
        """What a valid form asks for, with what the paper is about."""
        given = self.cleaned_data
        language: Language = given["language"]
        texts = {name: given[name].strip() for name in ("purpose", "submit_to")}
        return Asked(language=language, **texts, **told)


class IssueForm(PaperForm):
    """What a paper shall say: about what, which items, in which language, for what. Fields differ by kind."""

    def __init__(self, *given: Any, kind: Kind, person_id: int, subjects: Choices = (), **named: Any) -> None:  # type: ignore[assignment]
        super().__init__(*given, **named)
        self.kind, self.person_id = kind, person_id
        ahead: dict[str, forms.Field] = {}
        if kind.about in {About.EMPLOYMENT, About.PAYSLIP}:
            label = _("계약") if kind.about is About.EMPLOYMENT else _("급여명세서")
            ahead["subject"] = forms.ChoiceField(label=label, choices=subjects)
        if kind.about is About.YEAR:
            ahead["year"] = forms.IntegerField(
                label=_("연도"), min_value=2000, max_value=2100, initial=timezone.localdate().year
            )
        if kind.about is About.MONTH:
            ahead["month"] = month_field()
        if kind.items:
            ahead["items"] = forms.MultipleChoiceField(
                label=_("넣을 항목"),
                choices=[(item.key, item.label) for item in kind.items],
                initial=[item.key for item in kind.items if item.usual],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("근로기준법 제39조: 근로자가 요구한 것만 적습니다."),
            )
        self.put_ahead(ahead)

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        given = self.cleaned_data
        since, until = span_of(given)
        return self.asked_with(
            person_id=self.person_id,
            subject_id=int(given["subject"]) if given.get("subject") else None,
            since=since,
            until=until,
            items=tuple(given.get("items") or ()),
        )


class EverybodyForm(PaperForm):
    """A paper of a project or of the institution: which project, and the days or the month that the kind asks for."""

    def __init__(self, *given: Any, kind: Kind, projects: Choices = (), **named: Any) -> None:  # type: ignore[assignment]
        super().__init__(*given, **named)
        ahead: dict[str, forms.Field] = {}
        if kind.about is About.PROJECT_MONTH:
            choices = [("", _("골라 주세요")), *projects]
            ahead["project"] = forms.ChoiceField(label=_("사업"), choices=choices)
        self.put_ahead(ahead | (day_fields() if kind.of_days else {"month": month_field()}))

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        given = self.cleaned_data
        since, until = span_of(given)
        project = int(given["project"]) if given.get("project") else None
        return self.asked_with(subject_id=project, since=since, until=until)


def month_field() -> forms.RegexField:
    return forms.RegexField(label=_("월"), regex=r"^\d{4}-(0[1-9]|1[0-2])$", help_text=_("2026-11처럼"))


def day_fields() -> dict[str, forms.Field]:
    """The first and the last day, the year up to today unless others are typed."""
    today = timezone.localdate()
    return {
        "since": DayField(label=_("시작일"), initial=today.replace(month=1, day=1)),
        "until": DayField(
            label=_("종료일"),
            initial=today,
            help_text=_("이 기간에 하루라도 근무한 사람을 모두 적습니다."),
        ),
    }


def span_of(given: dict[str, Any]) -> tuple[date | None, date | None]:
    """The first and last day that are asked for, or those of the year or month."""
    if year := given.get("year"):
        return date(year, 1, 1), date(year, 12, 31)
    if month := given.get("month"):
        year, number = map(int, month.split("-"))
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return given.get("since"), given.get("until")


def project_choices(projects: Any) -> Choices:
    rows = projects.order_by("name", "-starts_on", "pk").values_list("pk", "name", "starts_on", "ends_on")
    return [(str(pk), f"{name} {starts_on} ~ {ends_on}") for pk, name, starts_on, ends_on in rows]


def contract_choices(contracts: Any) -> Choices:
    rows = contracts.select_related("project").order_by("-starts_on", "-pk")
    return [(str(one.pk), f"{one.project.name} {one.starts_on} ~ {one.ends_on or ''}") for one in rows]


def slip_choices(slips: Any) -> Choices:
    paid = (
        slips.filter(run__state=PayRun.State.PAID)
        .select_related("run__project")
        .order_by("-run__month", "-pk")
    )
    return [(str(one.pk), f"{one.run.month:%Y-%m} {one.run.project.name}") for one in paid]


SUBJECTS: dict[About, Callable[[Any], Choices]] = {
    About.EMPLOYMENT: contract_choices,
    About.PAYSLIP: slip_choices,
}


def subjects_of(kind: Kind, contracts: Any, slips: Any) -> Choices:
    """What of a person a paper of this kind may be about."""
    rows: Any = {About.EMPLOYMENT: contracts, About.PAYSLIP: slips}.get(kind.about)
    return SUBJECTS[kind.about](rows) if rows is not None else []


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("사유"), max_length=200)


class OfficeForm(forms.Form):
    """Who stands for papers, how they are numbered and how long they are valid."""

    office = forms.CharField(
        label=_("기관장 직함"),
        max_length=60,
        required=False,
        help_text=_("문서 끝에 적는 이름입니다. 예: 가온구청장"),
    )
    office_english = forms.CharField(label=_("기관장 직함(영문)"), max_length=80, required=False)
    contact = forms.CharField(
        label=_("문의처"),
        max_length=100,
        required=False,
        help_text=_("확인 화면에 누구에게나 보입니다. 예: 총무과 02-123-4567"),
    )

    def __init__(self, *given: Any, setting: IssuingSetting, **named: Any) -> None:
        named.setdefault("initial", _initial_of(setting))
        super().__init__(*given, **named)
        for series in series_names():
            self.fields[f"numbering_{series}"] = forms.CharField(
                label=_("번호 규칙: %(series)s") % {"series": series_label(series)},
                max_length=LONGEST_PATTERN,
                help_text=_("{year}는 연도, {number:06}은 여섯 자리 번호"),
            )
        for kind in KINDS.values():
            self.fields[f"valid_{kind.key}"] = forms.IntegerField(
                label=_("유효기간(일): %(kind)s") % {"kind": kind.label},
                min_value=1,
                max_value=LONGEST_VALID_DAYS,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        plain = {name: given[name] for name in ("office", "office_english", "contact") if name in given}
        plain["numbering"] = {
            series: given[f"numbering_{series}"]
            for series in series_names()
            if f"numbering_{series}" in given
        }
        valid = {kind: given.get(f"valid_{kind}") for kind in KINDS}
        plain["valid_days"] = {kind: days for kind, days in valid.items() if days}
        return plain


def series_names() -> list[str]:
    return list(dict.fromkeys(kind.series for kind in KINDS.values()))


def series_label(series: str) -> str:
    """A series is called by its kinds."""
    names = [str(kind.label) for kind in KINDS.values() if kind.series == series]
    return ", ".join(names[:2]) + (" …" if len(names) > 2 else "")


def _initial_of(setting: IssuingSetting) -> dict[str, Any]:
    numbering = {f"numbering_{series}": pattern_of(setting.numbering, series) for series in series_names()}
    valid = {f"valid_{kind}": days for kind, days in setting.valid_days.items()}
    names = ("office", "office_english", "contact")
    return {**{name: getattr(setting, name) for name in names}, **numbering, **valid}


class SealForm(forms.Form):
    file = forms.FileField(
        label=_("관인 그림"),
        help_text=_("PNG나 JPEG, 1MB 이하, 가로세로 80~3,000픽셀. 바탕이 투명하면 가장 좋습니다."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )


class KeyFileForm(forms.Form):
    file = forms.FileField(
        label=_("인증서 파일"),
        help_text=_("기관의 전자서명 인증서를 개인키와 함께 담은 PKCS#12 파일(.p12, .pfx)"),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )
    password = forms.CharField(
        label=_("인증서 비밀번호"),
        max_length=200,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class KeyDeviceForm(forms.Form):
    token = forms.CharField(label=_("장치 이름"), max_length=100)
    label = forms.CharField(label=_("열쇠 이름"), max_length=100)
    pin = forms.CharField(
        label=_("장치 PIN"),
        max_length=100,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
