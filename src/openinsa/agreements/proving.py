"""Sending somebody to the page on which one proves who one is, and back."""

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

PAGES = {"reauthenticate": "account_reauthenticate", "mfa_reauthenticate": "mfa_reauthenticate"}
"""The library's own words for its ways of asking, and the addresses of their pages."""


def ask_who(request: HttpRequest, back: str) -> HttpResponse:
    """A second factor where there is one, else the password; whoever has neither comes in anew."""
    flows = [PAGES[flow["id"]] for flow in get_reauthentication_flows(request.user)]  # type: ignore[arg-type]
    if not flows:
        return render(request, "agreements/come_in_again.html")
    flow = next((one for one in flows if one.startswith("mfa")), flows[0])
    return redirect(f"{reverse(flow)}?{urlencode({'next': back})}")
