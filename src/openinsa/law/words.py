"""How the rule book's names, amounts and English notes are said to a reader."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import EmployerKind
from openinsa.rules.choices import CHOICES, word_of
from openinsa.rules.engine import day_of, load_rule_book
from openinsa.rules.engine.topic_file import read_yaml
from openinsa.staffing.models import Contract, ContractVersion
from openinsa.staffing.setting_words import SETTING_WORDS
from openinsa.web.templatetags.web import hours, number, won

PPM_OF_A_PERCENT = 10_000
MINUTES_OF_AN_HOUR = 60
LETTERS = re.compile("[A-Za-z]")

KINDS: Mapping[str, str | Promise] = {
    "won": pgettext_lazy("unit", "원"),
    "minutes": pgettext_lazy("unit", "분"),
    "days": pgettext_lazy("unit", "일"),
    "ppm": pgettext_lazy("unit", "백만분율"),
    "percent": pgettext_lazy("unit", "퍼센트"),
    "count": pgettext_lazy("unit", "개수"),
    "day": pgettext_lazy("unit", "날짜"),
    "flag": pgettext_lazy("unit", "예·아니요"),
    "key": pgettext_lazy("unit", "구분"),
}
"""The units that a column of the rule book may have."""

PER_UNIT: Mapping[str, str | Promise] = {
    "won": "%(value)s",
    "won a month": _("월 %(value)s"),
    "won a year": _("연 %(value)s"),
    "won a day": _("1일 %(value)s"),
    "won an hour": _("시간당 %(value)s"),
    "days": ngettext_lazy("%(value)s일", "%(value)s일", "count"),
    "days a month": ngettext_lazy("월 %(value)s일", "월 %(value)s일", "count"),
    "count": "%(value)s",
    "count months": ngettext_lazy("%(value)s개월", "%(value)s개월", "count"),
    "count of months": ngettext_lazy("%(value)s개월", "%(value)s개월", "count"),
    "count of half months": ngettext_lazy("반달 %(value)s번", "반달 %(value)s번", "count"),
    "count of years": ngettext_lazy("%(value)s년", "%(value)s년", "count"),
    "count years of age": _("만 %(value)s세"),
    "count of hours": ngettext_lazy("%(value)s시간", "%(value)s시간", "count"),
    "count hours a month": ngettext_lazy("월 %(value)s시간", "월 %(value)s시간", "count"),
    "ppm": "%(value)s",
    "ppm a year": _("연 %(value)s"),
    "ppm of pay": _("보수의 %(value)s"),
    "ppm of monthly pay": _("보수월액의 %(value)s"),
    "ppm of pension income": _("기준소득월액의 %(value)s"),
    "ppm of the health premium": _("건강보험료의 %(value)s"),
    "ppm of the base": _("기준금액의 %(value)s"),
    "ppm of scheduled days": _("소정근로일수의 %(value)s"),
    "ppm of the monthly minimum wage": _("월 최저임금의 %(value)s"),
    "ppm of income tax": _("소득세의 %(value)s"),
    "ppm of the tax": _("세액의 %(value)s"),
    "percent": "%(value)s",
    "percent of the table": _("간이세액표의 %(value)s"),
    "minutes": "%(value)s",
    "minutes a week": _("1주 %(value)s"),
    "minutes per week": _("1주 %(value)s"),
    "minutes per year": _("1년 %(value)s"),
    "count years": _("%(value)s년"),
    "count weeks": _("%(value)s주"),
    "minutes per day": _("1일 %(value)s"),
    "minutes after 00:00": "%(value)s",
    "day": "%(value)s",
    "day from which the scale applies": _("%(value)s 시행 표"),
    "day from which the body of the table applies": _("%(value)s 시행 표"),
    "flag": "%(value)s",
}
"""Every unit of the rule book's values, around the amount."""

KEYS: Mapping[str, Mapping[str, str | Promise]] = {
    "employer_kind": {kind.name.lower(): kind.label for kind in EmployerKind},
    "accident_industry": {"government": _("국가·지방자치단체의 사업")},
    "pay_basis": dict(ContractVersion.PayBasis.choices),
    "exception_reason": dict(Contract.ExceptionReason.choices),
}
"""Words in place of a number or a key, beside those of the institutions' settings."""


def percent(ppm: int) -> str:
    """Parts per million as percent without needless zeros: 71900 as 7.19%."""
    whole, rest = divmod(abs(ppm), PPM_OF_A_PERCENT)
    places = f"{rest:04}".rstrip("0")
    return f"{'-' if ppm < 0 else ''}{whole}{'.' if places else ''}{places}%"


def yes_or_no(flag: bool) -> str:
    return say("예") if flag else say("아니요")


def spelled(minutes: int) -> str:
    """Minutes as a text says them: 900 as 15시간, 90 as 1시간 30분."""
    whole, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    parts = [say("%(count)s시간") % {"count": f"{whole:,}"}] if whole else []
    parts += [say("%(count)s분") % {"count": rest}] if rest or not whole else []
    return " ".join(parts)


SHOWN: Mapping[str, Callable[[Any], str]] = {
    "won": won,
    "upper part of a daily wage": won,
    "minutes": hours,
    "ppm": percent,
    "percent": lambda value: f"{value}%",
    "flag": yes_or_no,
    "days": number,
    "count": number,
}
"""How a number of a kind is written where its name already says what it is."""


def amount(value: int, unit: str) -> str:
    """A value of law with its unit, as one would say it: 월 2,156,880원, 보수월액의 7.19%."""
    kind = unit.split()[0]
    if unit == "minutes after 00:00":
        written = "{:02}:{:02}".format(*divmod(value, MINUTES_OF_AN_HOUR))
    elif kind == "minutes":
        written = spelled(value)
    elif kind == "day":
        written = str(day_of(value))
    else:
        written = SHOWN[kind](value)
    return str(PER_UNIT.get(unit, "%(value)s") % {"value": written, "count": value})


def cell(name: str, value: Any) -> str:
    """A value of a worked case: numbers by the kind that rules want of the name, choices in words."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, int) and name in CHOICES:
        value = word_of(name, value)
    if isinstance(value, str):
        return key_word(name, value)
    return SHOWN.get(kind_of(name), number if isinstance(value, int) else str)(value)


def key_word(name: str, key: Any) -> str:
    """A second key or a choice in words; a name of an institution stays as it is."""
    words = SETTING_WORDS[name].options if name in SETTING_WORDS else KEYS.get(name, {})
    return str(words.get(key, key))


def unit_of(kind: str) -> str:
    """A kind of numbers in words: the common ones by KINDS, a topic's own by its name."""
    return str(KINDS[kind]) if kind in KINDS else told(kind)


def unit_of_name(name: str) -> str:
    """The unit of the numbers under a name; a choice of an institution or contract has none."""
    return say("선택") if name in CHOICES else unit_of(kind_of(name))


def kind_of(name: str) -> str:
    """The kind of numbers that stand under a name in the rule book."""
    return _kinds().get(name, "")


@cache
def _kinds() -> dict[str, str]:
    book = load_rule_book()
    found = dict.fromkeys(_date_columns(), "day")
    for form in (form for forms in book.rules.values() for form in forms):
        found |= {name: kind.name for name, kind in form.arguments.items()} | {form.name: form.kind.name}
    found |= {one.by: "key" for one in book.parameters.values() if one.by and one.by not in found}
    return found | {name: one.kind.name for name, one in book.parameters.items()}


def _date_columns() -> set[str]:
    book = load_rule_book()
    forms = (str(form.on) for dated in book.rules.values() for form in dated if form.on)
    return {*forms, *(one.on for one in book.parameters.values())}


def language() -> str:
    return "en" if get_language() == "en" else "ko"


def label_of(name: str, spoken: str = "") -> str:
    """The name of a rule, value or column in the reader's language, or in another one."""
    label = load_rule_book().labels.get(name, {}).get(spoken or language(), name)
    return label[:1].upper() + label[1:]


@cache
def korean_texts() -> dict[str, str]:
    """The Korean of what the rule book says in English alone, by the English."""
    pairs = read_yaml(Path(__file__).parent / "korean.yaml")
    return {pair["en"]: pair["ko"] for pair in pairs}


def needs_korean(text: str) -> bool:
    """Whether a text of the rule book has English words in it."""
    return bool(LETTERS.search(text))


def told(text: str) -> str:
    """An English text of the rule book in the reader's language, in English where it has no Korean yet."""
    text = " ".join(text.split())
    return text if language() == "en" else korean_texts().get(text, text)
