"""Whoever changes a second factor leaves a notice for its owner, who may be somebody else."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.http import HttpRequest

from openinsa.entrance.models import Notice
from openinsa.entrance.records import notify
from openinsa.people.models import User

Kind = Notice.Kind
SAID = {
    (authenticator_added, False): Kind.FACTOR_ADDED,
    (authenticator_removed, False): Kind.FACTOR_GONE,
    (authenticator_added, True): Kind.CODES_MADE,
    (authenticator_reset, True): Kind.CODES_MADE,
}
"""By what happened and whether it happened to recovery codes; those go away with the last factor, which says enough."""


def tell_owner(
    sender: type, request: HttpRequest, user: User, authenticator: Authenticator, signal: Any, **named: Any
) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    if kind := SAID.get((signal, codes)):
        notify(user, kind, request=request)


def connect() -> None:
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(tell_owner, dispatch_uid="tell_owner_of_factor")
