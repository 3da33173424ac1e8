"""The forms that ask for a second factor, at the door and again later: every try is counted, a wrong one is written down.

Counted in the database as passwords are, before the code is looked at. The library's own count is read and then
written in a cache, so that many tries at the same moment would pass as one.
"""

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from django.core.exceptions import ValidationError

from openinsa.entrance import attempts
from openinsa.entrance.doors import factor_in_vain
from openinsa.people.addresses import address_of


class CountedFactor(BaseAuthenticateForm):
    def clean_code(self) -> str:
        tried = attempts.count_factor(self.user.pk, address_of(context.request))
        if tried.locked_until:
            raise ValidationError(factor_in_vain(context.request, self.user, tried))
        try:
            code = str(super().clean_code())
        except ValidationError:
            factor_in_vain(context.request, self.user, tried)
            raise
        attempts.take_back(tried)
        return code


class CountedAuthenticateForm(CountedFactor, AuthenticateForm):
    """The second factor at the door."""


class CountedReauthenticateForm(CountedFactor, ReauthenticateForm):
    """The second factor of somebody who is in, before the own factors are changed."""
