"""The page on which an auditor opens what a protected value was and became."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.changed_values import opened_by, reveal_change
from openinsa.privacy.queries import change_records
from openinsa.privacy.reasons import reason_form
from openinsa.privacy.words import PROTECTED_WORDS, TABLES, said
from openinsa.web.asking import ask
from openinsa.web.forms import form_done


def changed_values(request: HttpRequest, change_id: int) -> HttpResponse:
    """Ask for a reason, then show before and after once."""
    change = change_records().filter(pk=change_id).first()
    require(change is not None, NotFound())
    require(request.user.may("privacy.reveal_changes"), NotAllowed())
    require(opened_by(change), NotFound())
    form, address = reason_form(request), address_of(request)
    values = form_done(
        form, lambda _typed: reveal_change(request.user, change_id, reason=form.why, address=address)
    )
    named = ", ".join(str(PROTECTED_WORDS[what]) for what in opened_by(change).values())
    about = f"{said(TABLES, change.table_name)} {change.row_id} · {named}"
    context = {"change": change, "about": about, "form": form, "values": values}
    context["back"] = reverse("privacy:changes")
    return ask(request, "privacy/changed_values.html", context, title=_("바뀐 값 보기"))
