"""Delivery on screen: payslips handed over, messages, those that came back, and how it is all set."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.delivery import actions as act
from openinsa.delivery.forms import AddressForm, PersonAddressForm, SettingForm, TextForm, WayForm
from openinsa.delivery.models import Message, Purpose, Way
from openinsa.delivery.outbox import said_error
from openinsa.delivery.queries import bounces_of, counts_by_standing, handovers_of, messages_of, setting_of
from openinsa.delivery.texts import PLACES, languages, text_for
from openinsa.payroll.models import PayRun
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.masking import mask_email, mask_phone
from openinsa.privacy.reading import note_read
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Project
from openinsa.staffing.scope import people_of, reach
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, month_filter, picked_rows

STANDINGS = {
    "opened": _("열어 봄"),
    "published": _("화면에 올림"),
    "sent": _("보냄, 아직 열지 않음"),
    "waiting": _("보내기 전"),
    "sending": _("보내는 중"),
    "failed": _("보내지 못함"),
    "bounced": _("되돌아옴"),
    "unsure": _("갔는지 모름"),
}
TONES = {
    "opened": "success",
    "sent": "information",
    "published": "information",
    "failed": "danger",
    "bounced": "danger",
    "unsure": "warning",
    "waiting": "gray",
    "sending": "gray",
}
HANDOVERS = Table(
    name="handovers",
    whose="person_id",
    caption=_("급여명세서 교부"),
    order="person__name",
    empty=_("교부한 급여명세서가 없습니다"),
    empty_hint=_("급여를 지급하면 여기에 보입니다."),
    columns=(
        Column("person__name", _("성명"), search=("person__name",)),
        Column("slip__run__month", _("월"), kind=Kind.MONTH),
        Column("slip__run__project__name", _("사업명"), search=("slip__run__project__name",)),
        Column(
            "standing",
            _("상태"),
            kind=Kind.BADGE,
            tones=TONES,
            value=lambda one: STANDINGS.get(one.standing, ""),
            sort="standing",
        ),
        Column("way", _("교부 방법")),
        Column("published_at", _("교부 일시"), kind=Kind.MOMENT),
        Column("link_used_at", _("링크를 연 일시"), kind=Kind.MOMENT, sort="link_used_at"),
        Column("page_seen_at", _("화면을 본 일시"), kind=Kind.MOMENT),
        Column("file_fetched_at", _("파일을 받은 일시"), kind=Kind.MOMENT),
        Column("error", _("까닭"), value=lambda one: said_error(one.error or ""), sort=""),
    ),
    filters=(
        month_filter(PayRun, "slip__run__month"),
        Filter("standing", _("상태"), list(STANDINGS.items()), lambda chosen: Q(standing=chosen)),
        Filter(
            "project",
            _("사업"),
            lambda: [(str(one.pk), one.name) for one in Project.objects.order_by("name")],
            lambda chosen: Q(slip__run__project=chosen if chosen.isdecimal() else 0),
        ),
    ),
)


def _require_sight(request: HttpRequest) -> None:
    require(request.user.may("delivery.see"), NotAllowed())


def handovers(request: HttpRequest) -> HttpResponse:
    """Who was given which payslip and when it was opened, with counts; sending again for those that are picked."""
    _require_sight(request)
    rows = handovers_of(request.user)
    shown = HANDOVERS.show(request, rows)
    counts = counts_by_standing(shown.all_rows)
    told = [(STANDINGS[name], TONES[name], counts[name]) for name in STANDINGS if name in counts]
    bulk = (Bulk(_("다시 보내기"), reverse("delivery:send_again"), "upload"),) if _may_send(request) else ()
    return HANDOVERS.respond(request, rows, "delivery/handovers.html", bulk, counts=told)


def _may_send(request: HttpRequest) -> bool:
    return request.user.may("delivery.send") and bool(settings.SMTP_URL)


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Ask by which way the picked payslips shall be sent again, then start the job."""
    require(request.user.may("delivery.send"), NotAllowed())
    picked = picked_rows(request, handovers_of(request.user))
    form = WayForm(request.POST if "way" in request.POST else None, initial={"way": Way.LINK})
    job = form_done(form, lambda typed: act.send_again(request.user, picked, typed["way"]))
    if job:
        return redirect("jobs:job", job.pk)
    require(picked, act.NothingToSendAgain())
    return render(request, "delivery/send_again.html", {"form": form, "picked": picked})


def masked_address(one: Message, sealer: Sealer) -> str:
    """Where a message goes, as a list may show it."""
    address = sealer.open(one.address_sealed)
    return mask_email(address) if one.channel == Message.Channel.MAIL else mask_phone(address)


def messages_table(sealer: Sealer | None, name: str = "messages") -> Table:
    """The list of messages; addresses are opened only to be masked."""
    return Table(
        name=name,
        whose="person_id",
        caption=_("보낸 메시지") if name == "messages" else _("되돌아온 메시지"),
        order="-made_at",
        empty=_("메시지가 없습니다"),
        columns=(
            Column(
                "made_at",
                _("만든 일시"),
                kind=Kind.MOMENT,
                link=lambda one: reverse("delivery:message", args=[one.pk]),
            ),
            Column("person__name", _("성명"), search=("person__name",)),
            Column("purpose", _("용도")),
            Column("channel", _("수단")),
            Column(
                "address",
                _("받는 곳"),
                kind=Kind.MASKED,
                value=lambda one: masked_address(one, sealer) if sealer else "",
                sort="",
            ),
            Column("state", _("상태"), kind=Kind.BADGE, tones=TONES),
            Column("tries", _("시도"), kind=Kind.NUMBER),
            Column("sent_at", _("보낸 일시"), kind=Kind.MOMENT),
            Column("error", _("까닭"), value=lambda one: said_error(one.error), sort=""),
        ),
        filters=(
            Filter("state", _("상태"), list(Message.State.choices), lambda chosen: Q(state=chosen)),
            Filter("purpose", _("용도"), list(Purpose.choices), lambda chosen: Q(purpose=chosen)),
        ),
    )


def message_list(request: HttpRequest) -> HttpResponse:
    _require_sight(request)
    rows = messages_of(request.user).select_related("person")
    return messages_table(Sealer(request.user.institution_id)).respond(
        request, rows, "delivery/messages.html"
    )


def bounce_list(request: HttpRequest) -> HttpResponse:
    """What did not arrive and waits to be mended."""
    _require_sight(request)
    rows = bounces_of(request.user).select_related("person")
    table = messages_table(Sealer(request.user.institution_id), "bounces")
    return table.respond(request, rows, "delivery/bounces.html")


def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message: what became of it, the file it carried, and a better address where it came back."""
    _require_sight(request)
    one = reach(
        messages_of(request.user).select_related("person", "handover__slip__run__project"), message_id
    )
    lost = one.state in {Message.State.FAILED, Message.State.BOUNCED, Message.State.UNSURE}
    may_mend = lost and one.person_id is not None and request.user.may("delivery.send")
    form = AddressForm(request.POST or None) if may_mend else None
    if form is not None:
        done = form_done(form, lambda typed: (act.mend(request.user, one, typed["address"]),))
        if done:
            messages.success(request, say("주소를 바꾸었습니다."))
            return redirect("jobs:job", done[0].pk) if done[0] else redirect("delivery:bounces")
    context = {
        "one": one,
        "address": masked_address(one, Sealer(request.user.institution_id)),
        "error": said_error(one.error),
        "tone": TONES.get(one.state, "gray"),
        "form": form,
        "sees_file": one.file_sealed and request.user.may("payroll.see"),
    }
    return render(request, "delivery/message.html", context)


@require_GET
def sent_file(request: HttpRequest, message_id: int) -> HttpResponse:
    """The very file that was sent."""
    one, content = act.hand_out_sent(
        request.user, message_id, reason=why(request), address=address_of(request)
    )
    return as_file(content, f"{say('보낸 급여명세서')} {one.file_name}")


def setting(request: HttpRequest) -> HttpResponse:
    """In whose name and how payslips and invitations go out."""
    require(request.user.may("delivery.set"), NotAllowed())
    now = setting_of(request.user.institution_id)
    names = [name for name in SettingForm.base_fields if name != "password_word"]
    form = SettingForm(request.POST or None, initial={name: getattr(now, name) for name in names})
    if form_done(form, lambda typed: act.change_settings(request.user, **typed)):
        messages.success(request, say("교부 설정을 저장했습니다."))
        return redirect("delivery:settings")
    context = {
        "form": form,
        "now": now,
        "mail_server": bool(settings.SMTP_URL),
        "sms_server": bool(settings.SMS_FILE),
        "test_form": AddressForm(),
        "purposes": Purpose.choices,
        "languages": languages(),
    }
    return render(request, "delivery/settings.html", context)


@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a test message to an address."""
    require(request.user.may("delivery.set"), NotAllowed())
    form = AddressForm(request.POST)
    sent = form_done(form, lambda typed: act.send_test(request.user, typed["address"]))
    if sent:
        messages.success(request, say("시험 메일을 보냅니다. 조금 뒤 상태를 확인해 주세요."))
        return redirect("delivery:message", sent.pk)
    context = {
        "form": form,
        "title": say("시험 메일"),
        "back": reverse("delivery:settings"),
        "button": say("보내기"),
    }
    return render(request, "delivery/form.html", context)


def text(request: HttpRequest, purpose: str, language: str) -> HttpResponse:
    """The words of a message for one purpose in one language."""
    require(request.user.may("delivery.set"), NotAllowed())
    names: dict[str, Any] = {"purpose": dict(Purpose.choices), "language": dict(languages())}
    require(purpose in names["purpose"] and language in names["language"], NotFound())
    now = text_for(purpose, language)
    form = TextForm(request.POST or None, initial={"subject": now.subject, "body": now.body})
    if form_done(form, lambda typed: act.change_text(request.user, purpose, language, **typed)):
        messages.success(request, say("글을 저장했습니다."))
        return redirect("delivery:settings")
    context = {
        "form": form,
        "title": f"{names['purpose'][purpose]} · {names['language'][language]}",
        "back": reverse("delivery:settings"),
        "button": say("저장"),
        "lead": say("쓸 수 있는 자리: %(places)s")
        % {"places": ", ".join(f"{{{one}}}" for one in PLACES[purpose])},
    }
    return render(request, "delivery/form.html", context)


def person_address(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put a person's mail address in or change it; the present one is not shown here."""
    require(request.user.may("delivery.send"), NotAllowed())
    person = reach(people_of(request.user, "staffing.see"), person_id)
    form = PersonAddressForm(request.POST or None)
    if form_done(form, lambda typed: act.set_address(request.user, person, typed["address"])):
        messages.success(request, say("전자우편 주소를 저장했습니다."))
        return redirect("staffing:person", person.pk)
    note_read("person", [person.pk])
    context = {
        "form": form,
        "title": say("%(name)s님의 전자우편") % {"name": person.name},
        "back": reverse("staffing:person", args=[person.pk]),
        "button": say("저장"),
    }
    return render(request, "delivery/form.html", context)
