"""The form of the door; apart from the other forms, since the library asks for it while it is still loading."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """Calls the login as letters and mails of invitation do."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["login"].label = _("로그인 이름")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
