"""People: the list with masked numbers, one person, and one protected value shown for a reason."""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openinsa.people.addresses import address_of
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.actions import PROTECTED, reveal
from openinsa.privacy.masking import mask_email, mask_phone, mask_resident_number, mask_tail
from openinsa.privacy.reasons import reason_form
from openinsa.privacy.sealing import Sealer
from openinsa.privacy.words import PROTECTED_WORDS
from openinsa.staffing.queries import contracts_with_terms, people_with_employment
from openinsa.staffing.scope import people_of, reach
from openinsa.web.asking import ask
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Kind, Table


def people_table(sealer: Sealer) -> Table:
    """The list of people; the number behind the birth date is opened only to be masked."""
    return Table(
        name="people",
        whose="pk",
        caption=pgettext_lazy("list", "근로자"),
        order="name",
        empty=_("근로자가 없습니다"),
        empty_hint=_("엑셀 등록에서 근로자를 한꺼번에 올릴 수 있습니다."),
        columns=(
            Column(
                "name", _("성명"), search=("name",), link=lambda p: reverse("staffing:person", args=[p.pk])
            ),
            Column(
                "resident_number",
                _("주민등록번호"),
                kind=Kind.MASKED,
                value=lambda p: masked_values(p, sealer)["resident_number"],
                sort="birth_date",
            ),
            Column(
                "phone",
                _("전화번호"),
                kind=Kind.MASKED,
                value=lambda p: masked_values(p, sealer)["phone"],
                sort="",
            ),
            Column("current_count", _("현재 계약"), kind=Kind.NUMBER, total=Sum("current_count")),
            Column("contract_count", _("모든 계약"), kind=Kind.NUMBER, total=Sum("contract_count")),
            Column("last_day", _("마지막 계약종료일"), kind=Kind.DAY),
        ),
    )


def people_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("staffing.see"), NotAllowed())
    rows = people_with_employment(request.user, timezone.localdate())
    return people_table(Sealer(request.user.institution_id)).respond(
        request, rows, "staffing/people/list.html"
    )


def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: masked values, family as the tax table asks for it, contracts."""
    shown = reach(people_of(request.user), person_id)
    context = {
        "person": shown,
        "values": _values(request, shown),
        "may_reveal": request.user.may("privacy.reveal"),
        "may_issue": request.user.may("issuing.issue"),
        "may_manage": request.user.may("people.manage"),
        "may_address": request.user.may("delivery.send"),
        "may_protect": request.user.may("staffing.protect"),
        "consents": shown.consents.all(),
        "motherhoods": shown.motherhoods.all(),
        "login": User.objects.filter(person=shown).first(),
        "withholding_percent": _withheld_percent(shown),
        "contracts": contracts_with_terms(request.user, timezone.localdate()).filter(person=shown),
    }
    return render(request, "staffing/people/detail.html", context)


def _withheld_percent(shown: Person) -> int:
    """What share of the tax table is withheld today: the year's last choice, else the whole of it."""
    today = timezone.localdate()
    chosen = shown.withholding_choices.filter(valid_from__lte=today, valid_from__year=today.year).last()
    return chosen.percent if chosen else 100


def show_value(request: HttpRequest, person_id: int, what: str) -> HttpResponse:
    """Ask for a reason; with one, show a single value once. The address never holds the value."""
    require(request.user.may("privacy.reveal"), NotAllowed())
    require(what in PROTECTED, NotFound())
    shown = reach(people_of(request.user, "privacy.reveal"), person_id)
    form, address = reason_form(request), address_of(request)
    value = form_done(
        form, lambda _typed: reveal(request.user, shown, what, reason=form.why, address=address)
    )
    label, back = PROTECTED_WORDS[what], reverse("staffing:person", args=[shown.pk])
    whose = f"{shown.name} · {label}"
    context = {"person": shown, "about": whose, "form": form, "value": value, "back": back}
    title = _("%(label)s 보기") % {"label": label}
    return ask(request, "staffing/people/reveal.html", context, title=title)


def _values(request: HttpRequest, shown: Person) -> list[dict[str, str]]:
    masked = masked_values(shown, Sealer(request.user.institution_id))
    return [{"what": what, "label": PROTECTED_WORDS[what], "masked": value} for what, value in masked.items()]


def masked_values(shown: Person, sealer: Sealer) -> dict[str, str]:
    """The protected values of a person as a list may show them; empty where there is none."""
    number = sealer.open(shown.resident_number_sealed)
    birth, _dash, rest = number.partition("-")
    phone = sealer.open(shown.phone_sealed)
    return {
        "resident_number": mask_resident_number(birth, rest[:1]) if number else "",
        "phone": mask_phone(phone) if phone else "",
        "email": mask_email(sealer.open(shown.email_sealed)),
        "account": mask_tail(sealer.open(shown.account_sealed)),
        "address": str(_("등록됨")) if shown.address_sealed else "",
    }
