"""The contract to go on working with, as a file of Hangul."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET

from openinsa.agreements.actions.editable import hand_out_editable
from openinsa.people.addresses import address_of
from openinsa.web.files import as_file
from openinsa.web.handing_out import why


@require_GET
def editable(request: HttpRequest, document_id: int) -> HttpResponse:
    """The contract in the language asked for, `?language=en`, for a reason."""
    language = "en" if request.GET.get("language") == "en" else "ko"
    given = {"reason": why(request), "address": address_of(request)}
    one, content = hand_out_editable(request.user, document_id, language, **given)
    return as_file(content, f"{say('근로계약서')} {one.contract.person.name} {one.contract.starts_on}.hwpx")
