"""Pages that ask for a reason: whole, or only their form for the dialogue that `asking.js` opens over a link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

IN_DIALOGUE = "X-Asked-In-Dialogue"


def ask(request: HttpRequest, template: str, context: dict[str, Any], *, title: object) -> HttpResponse:
    """The page as it stands, or the form alone where a link marked `data-asks` fetches it."""
    if IN_DIALOGUE in request.headers:
        return render(request, "web/components/asked.html", {"title": title, **context})
    return render(request, template, {"title": title, **context})
