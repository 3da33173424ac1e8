"""Papers to go on working with, as files of Hangul."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from openinsa.issuing.editable import hand_out_editable
from openinsa.issuing.queries import file_name
from openinsa.people.addresses import address_of
from openinsa.web.files import as_file
from openinsa.web.handing_out import why


@require_GET
def editable(request: HttpRequest, paper_id: int) -> HttpResponse:
    one, content = hand_out_editable(request.user, paper_id, reason=why(request), address=address_of(request))
    return as_file(content, file_name(one).removesuffix(".pdf") + ".hwpx")
