"""Tags of this room's pages: `{% load law %}`."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from openinsa.law import words

register = template.Library()
CODE = re.compile("`([^`]+)`")
HANGUL = re.compile("[가-힣]")


@register.filter
def told(text: str) -> SafeString:
    """A text that the rule book has in English, in the reader's language; marked where it is not."""
    shown = words.told(text)
    safe = coded(shown)
    english = words.language() == "ko" and shown and not HANGUL.search(shown)
    return format_html('<span lang="en">{}</span>', safe) if english else safe


@register.filter
def coded(text: str) -> SafeString:
    """A text in which names of the code stand between backticks."""
    return mark_safe(CODE.sub(r"<code>\1</code>", conditional_escape(text)))  # noqa: S308 escaped just here  # nosec B308, B703


@register.filter
def cited(law: str) -> SafeString:
    """An article of law: always Korean, and read aloud as such on an English page."""
    return (
        format_html('<span lang="ko">{}</span>', law) if words.language() == "en" else conditional_escape(law)
    )
