"""Forms that an institution writes itself in Typst, printed safely: in a process of their own, within limits.

A template sees our forms, our two fonts and the data, and nothing else. A paper that it prints is PDF/A-2a and PDF/UA-1
as ours are, and says what the law wants it to say (`forms/mandatory.yaml`). Where a form of ours is printed around
another one, the inner one alone is theirs to write.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml
from django.utils.translation import gettext_lazy as _

from openinsa.documents.places import FONTS, FORMS
from openinsa.documents.printed_text import printed_text, without_blanks
from openinsa.documents.printing import STANDARDS, Paper, made, sample_mark, source_of
from openinsa.exchange.origin import NO_ORIGIN, Origin
from openinsa.people.refusals import Refused, require

PRESS = Path(__file__).with_name("override_press.py")
OVERRIDE = "override.typ"
SECONDS = 10
MEMORY = 1_500_000_000
LONGEST_SOURCE = 200_000
LARGEST_PDF = 10_000_000
NO_WAY_OUT = "http://127.0.0.1:9"
"""Where the process would look for packages: a port at which nobody listens."""
ENVIRONMENT = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy", "http_proxy"), NO_WAY_OUT
)
PREVIEW = {"ko": "미리보기", "en": "Preview"}
PLACE = re.compile(rf"{re.escape(OVERRIDE)}:(\d+):")
DATE = re.compile(r"(\d{4})-0?(\d{1,2})-0?(\d{1,2})")


AROUND = {"agreement": "employment_contract"}
"""Forms that are printed around another one; what the inner one has to say is demanded of them as well."""


class NoSuchTemplate(Refused):
    status = 422
    sentence = _(
        "“%(form)s” 서식은 기관이 바꿀 수 없습니다. 기본 서식으로 인쇄합니다. (저장하지 않았습니다.)"
    )


class TemplateBroken(Refused):
    status = 422
    sentence = _("서식 %(line)s행: %(cause)s. 그 자리를 고쳐 주세요. (저장하지 않았습니다.)")


class TemplateTooSlow(Refused):
    status = 422
    sentence = _(
        "서식을 인쇄하는 데 %(seconds)s초가 넘게 걸려 멈추었습니다. 끝나지 않는 반복이 있는지 확인해 주세요. (저장하지 않았습니다.)"
    )


class TemplateTooLarge(Refused):
    status = 422
    sentence = _(
        "서식이 너무 큽니다(%(what)s). 되풀이되는 내용이나 그림을 줄여 주세요. (저장하지 않았습니다.)"
    )


class TemplateDrops(Refused):
    status = 422
    sentence = _(
        "서식이 반드시 적어야 할 값 “%(value)s”(%(key)s)을(를) 인쇄하지 않습니다. 근거: %(law)s. "
        "그 값을 넣어 주세요. (저장하지 않았습니다.)"
    )


CAUSES: Sequence[tuple[str, Any]] = (
    ("would escape the project root", _("서식 폴더 밖의 파일은 읽을 수 없습니다")),
    ("file not found", _("없는 파일을 읽으려 합니다")),
    ("package", _("외부 패키지는 쓸 수 없습니다")),
    ("could not be displayed", _("문서 글꼴에 없는 글자를 씁니다")),
    ("unknown variable", _("정해지지 않은 이름을 씁니다")),
    ("does not contain key", _("자료에 없는 항목을 씁니다")),
    ("does not have field", _("자료에 없는 항목을 씁니다")),
    ("unresolved import", _("“form” 함수가 서식에 없습니다")),
    ("condition is always true", _("끝나지 않는 반복입니다")),
    ("infinite", _("끝나지 않는 반복입니다")),
    ("depth exceeded", _("자기를 끝없이 부릅니다")),
    ("expected", _("문법에 맞지 않습니다")),
    ("unclosed", _("닫지 않은 괄호나 따옴표가 있습니다")),
    ("PDF/", _("보존·접근성 표준(PDF/A, PDF/UA)에 맞지 않습니다")),
)
"""What Typst says, by a part of it, and what that means to who wrote the template."""


class Wanted(NamedTuple):
    """A value that a paper has to show, its key, and why."""

    key: str
    value: Any
    law: str


def check_override(form: str, source: str, sample: Mapping[str, Any]) -> bytes:
    """A preview of a form by an institution's own template; it may be used when nothing is raised.

    It is also tried with the data of the forms around it, so that a contract shows who signed it.
    Raises NoSuchTemplate and what `print_override` raises.
    """
    require(form in overridable(), NoSuchTemplate(form=form))
    preview = _tried(form, source, sample)
    for outer in AROUND:
        if inner_of(outer) == form:
            _tried(form, source, sample_of(outer))
    return preview


def _tried(form: str, source: str, sample: Mapping[str, Any]) -> bytes:
    preview = {**sample, "origin": Origin("", ((PREVIEW[sample["language"]], form),))}
    return print_override(Paper(form, preview, _day_of(sample)), source)


def sample_of(form: str) -> dict[str, Any]:
    """Made-up data of a form."""
    return json.loads((FORMS / "samples" / f"{form}.json").read_text(encoding="utf-8"))


def inner_of(form: str) -> str:
    """The form that an institution may write: the one inside, or the form itself."""
    return AROUND.get(form, form)


def print_override(paper: Paper, source: str) -> bytes:
    """A paper by an institution's own template, which for a form around another one is that of the inner one.

    Raises TemplateBroken, TemplateTooSlow, TemplateTooLarge, TemplateDrops, UnprintableCharacter.
    """
    require(len(source) <= LONGEST_SOURCE, TemplateTooLarge(what=f"{len(source):,} > {LONGEST_SOURCE:,}"))
    around = paper.form in AROUND
    text = source_of(paper, f"{paper.form}.typ", OVERRIDE) if around else source_of(paper, OVERRIDE)
    with TemporaryDirectory(prefix="form-") as folder:
        root = Path(folder)
        for path in (*FORMS.glob("*.typ"), *FORMS.glob("*.yaml")):
            copy(path, root)
        (root / OVERRIDE).write_text(source, encoding="utf-8")
        pdf = _pressed(_task(text, made(paper).isoformat(), folder))
    _require_said(paper, printed_text(pdf))
    return pdf


def _task(source: str, made_at: str, root: str) -> dict[str, Any]:
    return {
        "root": root,
        "fonts": str(FONTS),
        "source": source,
        "standards": STANDARDS,
        "made_at": made_at,
        "seconds": SECONDS,
        "memory": MEMORY,
    }


def _require_said(paper: Paper, shown: str) -> None:
    """Raises TemplateDrops for the first value that is not on the paper."""
    for wanted in mandatory(paper.form, paper.data):
        found = any(way in shown for way in ways_to_write(wanted.key, wanted.value))
        require(found, TemplateDrops(key=wanted.key, value=wanted.value, law=wanted.law))


@cache
def overridable() -> frozenset[str]:
    """Forms that Typst prints from a sample; the wage statement is set by our own typesetting, and of a form around
    another one the inner one alone is an institution's to write."""
    samples = {path.stem for path in (FORMS / "samples").glob("*.json")}
    return frozenset(samples & {path.stem for path in FORMS.glob("*.typ")} - AROUND.keys())


def mandatory(form: str, data: Mapping[str, Any]) -> Iterator[Wanted]:
    """What of these data the form has to show, and who took it out or that it is a sample."""
    rules = _rules()
    own = rules.get(inner_of(form), {"law": "", "keys": []})
    for rule in (rules["every"], own):
        for key in (key for key in rule["keys"] if key not in own.get("without", ())):
            for value in _values(data, key.split(".")):
                yield Wanted(key, value, rule["law"])
    for key, value in (("origin", data.get("origin", NO_ORIGIN).line), ("issue.sample", sample_mark(data))):
        if value:
            yield Wanted(key, value, rules["every"]["law"])


def ways_to_write(key: str, value: Any) -> Sequence[str]:
    """How a value may stand on paper: an amount with or without commas, minutes as hours, a date in figures or words."""
    if isinstance(value, int):
        hours = [f"{value // 60:,}:{value % 60:02}"] if key.endswith(("minutes", "hours.*")) else []
        return [f"{value:,}".replace("-", "−"), str(value), *hours, *(["–"] if value == 0 else [])]
    if date := DATE.fullmatch(value):
        year, month, day = date.groups()
        padded = f"{year}.{month:0>2}.{day:0>2}"
        return [
            value,
            f"{year}.{month}.{day}",
            padded,
            f"{year}년{month}월{day}일",
            f"{year}년{month:0>2}월{day:0>2}일",
        ]
    return [without_blanks(value)]


@cache
def _rules() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((FORMS / "mandatory.yaml").read_text(encoding="utf-8"))


def _values(data: Any, path: Sequence[str]) -> Iterator[Any]:
    """The texts and numbers at the end of a path; what is not there or empty need not be shown."""
    if not path:
        if data not in ("", None) and isinstance(data, str | int) and not isinstance(data, bool):
            yield data
    elif path[0] == "*":
        for part in data.values() if isinstance(data, Mapping) else data:
            yield from _values(part, path[1:])
    elif isinstance(data, Mapping) and path[0] in data:
        yield from _values(data[path[0]], path[1:])


def _day_of(sample: Mapping[str, Any]) -> str:
    issue = sample.get("issue") or {}
    return issue.get("issued_on") or "2026-01-01"


def _pressed(given: Mapping[str, Any]) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PRESS)],
            input=json.dumps(given).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=ENVIRONMENT,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise TemplateTooSlow(seconds=SECONDS) from slow
    kind, content = done.stdout[:1], done.stdout[1:]
    if kind == b"E":
        raise _broken(*json.loads(content))
    require(kind == b"P", TemplateTooLarge(what=f"{MEMORY // 1_000_000:,} MB"))
    require(len(content) <= LARGEST_PDF, TemplateTooLarge(what=f"PDF {len(content) // 1_000_000:,} MB"))
    return content


def _broken(message: str, diagnostic: str) -> TemplateBroken:
    """In our words, and in Typst's own behind them, since they name the very thing."""
    place = PLACE.search(diagnostic)
    meaning = next((said for part, said in CAUSES if part in message), _("인쇄할 수 없는 내용입니다"))
    plain = re.sub(r"\(searched at [^)]*\)|https?://\S+", "", message).strip()
    return TemplateBroken(line=place[1] if place else "1", cause=f"{meaning} ({plain})")
