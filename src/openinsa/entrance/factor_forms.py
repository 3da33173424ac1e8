"""The form that asks for a second factor: a wrong one is written down."""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django.core.exceptions import ValidationError

from openinsa.entrance.models import SignIn
from openinsa.entrance.records import method_of, note_try


class RecordedAuthenticateForm(AuthenticateForm):
    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except ValidationError:
            method = method_of(context.request)
            note_try(context.request, self.user, SignIn.Outcome.FACTOR_WRONG, method=method)
            raise
