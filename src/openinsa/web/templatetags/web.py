"""Tags and filters of every page: `{% load web %}`. How to use them: web/README.md."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from openinsa.compute.words import percent as percent_of_ppm

register = template.Library()

WIDGET_CLASSES = {
    "select": "krds-form-select",
    "selectmultiple": "krds-form-select",
    "checkbox": "",
    "checkboxselectmultiple": "",
    "radioselect": "",
    "clearablefile": "",
    "file": "",
}


@register.filter
def number(value: int | None) -> str:
    """1234567 as 1,234,567; nothing for None."""
    return "" if value is None else f"{value:,}"


@register.filter
def rate(value: int | None) -> str:
    """Parts per million as percent: 9660 as 0.966%."""
    return "" if value is None else percent_of_ppm(value)


@register.filter
def won(value: int | None) -> str:
    """1234567 as 1,234,567원, in English as 1,234,567 won."""
    return "" if value is None else _("%(amount)s원") % {"amount": f"{value:,}"}


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes: 570 as 9:30, 480 as 8:00."""
    if minutes is None:
        return ""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60:,}:{abs(minutes) % 60:02d}"


@register.filter
def day(value: date | None) -> str:
    """A date as 2026-11-22."""
    return value.strftime("%Y-%m-%d") if value else ""


@register.filter
def month(value: date | None) -> str:
    """The month of a date as 2026-11."""
    return value.strftime("%Y-%m") if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in local time as 2026-11-22 14:03."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def percent(part: int, whole: int) -> int:
    """Whole percent, cut, never above what the part really reached; 0 of nothing is 0."""
    return 100 * part // whole if whole else 0


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing from icons.svg; decoration only, so the words beside it must say the same."""
    return _drawing(static("web/icons.svg"), name)


@cache
def _drawing(file: str, name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', file, name
    )


@register.simple_tag
def masked(value: str) -> SafeString:
    """A masked value, read aloud as hidden instead of as a row of asterisks."""
    return format_html(
        '<span class="short" aria-hidden="true">{}</span><span class="sr-only">{}</span>',
        value,
        _("가려진 값"),
    )


@register.simple_tag
def badge(label: str, tone: str = "gray") -> SafeString:
    """A state in words; tones are gray, primary, danger, warning, success and information."""
    return format_html('<span class="krds-badge bg-light-{}">{}</span>', tone, label)


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, unit: str = "", full: bool = False) -> dict[str, Any]:
    """A form field with label, hint and fault, tied together for screen readers."""
    hint, fault = f"{bound.auto_id}_hint", f"{bound.auto_id}_fault"
    described = [i for i, shown in ((hint, bound.help_text), (fault, bound.errors)) if shown]
    attributes = dict(bound.field.widget.attrs)
    look = WIDGET_CLASSES.get(bound.widget_type, "krds-input")
    attributes["class"] = f"{look} {attributes.get('class', '')}".strip()
    attributes["aria-describedby"] = " ".join(described) or False
    attributes["aria-invalid"] = "true" if bound.errors else False
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attributes),
        "hint_id": hint,
        "fault_id": fault,
        "unit": unit,
        "full": full,
        "checkbox": bound.widget_type == "checkbox",
        "choices": bound.widget_type in {"radioselect", "checkboxselectmultiple"},
    }


@register.filter
def with_namesakes(contracts: Iterable[Any]) -> list[tuple[Any, bool]]:
    """Each of some contracts, and whether another of them is with a person of the same name."""
    held = list(contracts)
    people = {(one.person.name, one.person.pk) for one in held}
    count = Counter(name for name, _person in people)
    return [(one, count[one.person.name] > 1) for one in held]


@register.inclusion_tag("web/components/budget_bar.html")
def budget_bar(budget: int, used: int, committed: int = 0, slim: bool = False) -> dict[str, Any]:
    """Budget as used, committed and left, in won; overspending fills the bar and says so."""
    whole = max(budget, used + committed, 1)
    return {
        "budget": budget,
        "used": used,
        "committed": committed,
        "left": abs(budget - used - committed),
        "used_percent": 100 * used // whole,
        "committed_percent": 100 * committed // whole,
        "over": used + committed > budget,
        "slim": slim,
        "percent": 100 * used // budget if budget else 0,
    }


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", image: str = "folder") -> dict[str, str]:
    """What stands where a list would be, with a word on what to do next."""
    return {"title": title, "text": text, "image": image}


@register.inclusion_tag("web/components/alert.html")
def alert(text: str, tone: str = "information") -> dict[str, str]:
    """One line that the page has to say before anything else."""
    names = {"information": "info"}
    return {"text": text, "tone": tone, "image": names.get(tone, tone)}


@register.inclusion_tag("web/components/steps.html")
def steps(labels: list[str], reached: int) -> dict[str, Any]:
    """Steps of a work in order; `reached` counts the finished ones, the next one is marked."""
    states = ["done" if i < reached else "active" if i == reached else "" for i in range(len(labels))]
    return {"steps": list(zip(labels, states, strict=True))}


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, label: str = "") -> dict[str, Any]:
    """How far a long work is."""
    return {"done": done, "total": total, "label": label, "percent": 100 * done // total if total else 0}


@register.inclusion_tag("web/components/table.html", takes_context=True)
def table(context: template.Context, shown: Any) -> dict[str, Any]:
    """A list made by web.tables, with its search, sorting, pages, totals and download."""
    return {"table": shown, "request": context["request"], "csrf_token": context.get("csrf_token")}
