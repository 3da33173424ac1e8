"""Files with people's data, as the pages hand them out: for a reason, on record, workbooks under a password."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from openinsa.api.bodies import FormBody
from openinsa.api.rooms import Act, Call, Find, Room
from openinsa.people.refusals import Refused
from openinsa.privacy.passwords import require_strong
from openinsa.privacy.reasons import ReasonForm
from openinsa.web.handing_out import HandingOut
from openinsa.web.tables import SPREADSHEET


class PasswordForm(ReasonForm):
    """Why a workbook is taken out, and the password that it gets."""

    password = forms.CharField(
        label=_("파일 비밀번호"), max_length=100, help_text=_("엑셀에서 파일을 열 때 묻습니다.")
    )

    def clean_password(self) -> str:
        try:
            require_strong(self.cleaned_data["password"])
        except Refused as weak:
            raise forms.ValidationError(str(weak)) from weak
        return self.cleaned_data["password"]


def hand_out(room: Room, path: str, operation_id: str, media: str, page: Act, *, of: Find) -> None:
    """An operation that gives the file of a page, which is called with the request and the row's id."""

    def taken(call: Call, row: Any, given: dict[str, Any]) -> HttpResponse:
        call.request.handing_out = HandingOut(given["why"], given.get("password", ""))  # type: ignore[attr-defined]
        call.request.method = "GET"
        return page(call.request, row.pk)

    taken.__name__ = operation_id
    taken.__doc__ = "A file with people's data; the access record says why it was taken."
    body = FormBody(PasswordForm if media == SPREADSHEET else ReasonForm)
    room.operation("POST", path, of=of, body=body, file=media, shown_once=True)(taken)
