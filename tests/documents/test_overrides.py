"""An institution's own template for a form: what it may do, and what it is refused for."""

import time
from typing import Any

import pytest

from documents.conformance import faults_of
from documents.reading import open_pdf, text_of
from documents.samples import sample
from openinsa.documents import overrides
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.overrides import (
    NoSuchTemplate,
    TemplateBroken,
    TemplateDrops,
    TemplateTooLarge,
    TemplateTooSlow,
    check_override,
    mandatory,
    overridable,
    print_override,
)
from openinsa.documents.places import FORMS
from openinsa.documents.printing import Paper, print_one
from openinsa.exchange.origin import Origin

FORM = "employment_certificate"
OWN = """
#import "common.typ": *
#let form(paper) = {
  let words = words-of(paper.language)
  set document(title: "재직증명서", author: paper.institution)
  set page(paper: "a4", margin: 30mm)
  set text(..body-text, size: 12pt, lang: paper.language)
  issued-head(paper, words)
  heading[재 직 증 명 서]
  [우리 기관은 #paper.name (#paper.identifier)의 재직을 증명합니다.]
  for one in paper.employments { for (_, value) in one { par(str(value)) } }
  issued-foot(paper, words)
}
"""


def data(form: str = FORM) -> Any:
    given = sample(form)
    return given[0] if isinstance(given, list) else given


def template(body: str) -> str:
    """Our template with something more in its body, on line 8."""
    return OWN.replace("  issued-head(paper, words)\n", f"  {body}\n  issued-head(paper, words)\n")


def source_of_ours(form: str) -> str:
    return (FORMS / f"{form}.typ").read_text(encoding="utf-8")


def test_an_own_template_prints_the_same_values_in_its_own_way() -> None:
    pdf = check_override(FORM, OWN, data())
    assert "우리 기관은 김하늘 (1985-04-12)의 재직을 증명합니다." in text_of(pdf)


def test_its_papers_are_archivable_and_readable_by_ear_as_ours_are() -> None:
    assert faults_of(check_override(FORM, OWN, data())) == []


@pytest.mark.parametrize("form", sorted(overridable()))
def test_every_form_of_ours_passes_as_a_template_of_an_institution(form: str) -> None:
    pdf = check_override(form, source_of_ours(form), data(form))
    assert len(open_pdf(pdf).pages) >= 1


@pytest.mark.parametrize("form", sorted(overridable()))
def test_every_form_has_something_that_it_must_say(form: str) -> None:
    assert list(mandatory(form, data(form)))


def test_the_same_paper_by_our_own_source_is_the_same_file() -> None:
    paper = Paper(FORM, data(), "2026-11-22")
    assert print_override(paper, source_of_ours(FORM)) == print_one(paper)


def test_who_took_the_paper_out_stands_at_its_edge() -> None:
    taken = Origin("", (("내려받은 사람", "인사담당 김가람"),))
    pdf = print_override(Paper(FORM, {**data(), "origin": taken}, "2026-11-22"), OWN)
    assert taken.line in text_of(pdf)
    assert "견본" in text_of(pdf)


@pytest.mark.parametrize("hidden", ["set page(background: none)", "show text: none"])
def test_a_template_cannot_take_away_who_took_the_paper_out_and_that_it_is_a_sample(hidden: str) -> None:
    with pytest.raises(TemplateDrops):
        check_override(FORM, template(hidden), data())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("unknown(1)", "정해지지 않은 이름"),
        ("let x = ", "문법에 맞지 않습니다"),
        ("paper.salary", "자료에 없는 항목"),
        ('read("/../../../../etc/passwd")', "폴더 밖"),
        ('read("../../../../etc/passwd")', "폴더 밖"),
        ('read("/etc/passwd")', "없는 파일"),
        ('image("/etc/logo.png")', "없는 파일"),
        ('import "@preview/cetz:0.3.0"', "외부 패키지"),
        ('import ("@pre" + "view/cetz:0.3.0")', "외부 패키지"),
        ("[축하 🎉]", "글꼴에 없는 글자"),
        ("while true { }", "끝나지 않는 반복"),
        ("let f(x) = f(x + 1); f(1)", "자기를 끝없이"),
        ("image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg'/>\"))", "표준"),
    ],
    ids=[
        "unknown name",
        "broken syntax",
        "value that there is not",
        "file outside, from the root",
        "file outside, from here",
        "file of the system",
        "picture of the system",
        "package",
        "package by a made-up name",
        "character outside the font",
        "loop",
        "function that calls itself",
        "picture without words",
    ],
)
def test_a_template_that_does_not_print_is_refused_with_line_and_cause(body: str, said: str) -> None:
    with pytest.raises(TemplateBroken) as refusal:
        check_override(FORM, template(body), data())
    assert str(refusal.value).startswith("서식 8행: ")
    assert said in str(refusal.value)
    assert "/tmp" not in str(refusal.value)  # noqa: S108 - a path of the server is nobody's business


def test_a_template_without_the_function_is_refused() -> None:
    with pytest.raises(TemplateBroken) as refusal:
        check_override(FORM, "안녕하세요", data())
    assert "form" in str(refusal.value)


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overrides, "SECONDS", 2)
    endless = "for a in range(9000) { for b in range(9000) { for c in range(9000) { str(a * b * c) } } }"
    started = time.monotonic()
    with pytest.raises(TemplateTooSlow) as refusal:
        check_override(FORM, template(endless.replace("str(", "let _ = str(")), data())
    assert "2초" in str(refusal.value)
    assert time.monotonic() - started < 30


def test_a_template_that_eats_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overrides, "MEMORY", 600_000_000)
    greedy = 'let x = "가" * 1000000; let all = (); for n in range(2000) { all.push(x + str(n)) }; all.len()'
    with pytest.raises(TemplateTooLarge):
        check_override(FORM, template(greedy), data())


def test_a_template_that_is_too_long_or_prints_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TemplateTooLarge):
        check_override(FORM, OWN + "// " + "가" * 200_000, data())
    monkeypatch.setattr(overrides, "LARGEST_PDF", 1_000)
    with pytest.raises(TemplateTooLarge):
        check_override(FORM, OWN, data())


def test_a_template_that_drops_what_was_asked_for_is_refused_with_the_value_and_the_law() -> None:
    without = OWN.replace("par(str(value))", 'if value != "일급 96,968원" { par(str(value)) }')
    with pytest.raises(TemplateDrops) as refusal:
        check_override(FORM, without, data())
    assert "일급 96,968원" in str(refusal.value)
    assert "근로기준법 제39조" in str(refusal.value)


@pytest.mark.parametrize("dropped", ["issued-head(paper, words)", "issued-foot(paper, words)"])
def test_a_template_that_drops_how_to_check_the_paper_is_refused(dropped: str) -> None:
    with pytest.raises(TemplateDrops):
        check_override(FORM, OWN.replace(f"  {dropped}\n", ""), data())


def test_a_form_that_is_not_set_by_typst_takes_no_template() -> None:
    with pytest.raises(NoSuchTemplate):
        check_override("wage_statement", OWN, sample("wage_statement")[0])


def test_data_with_a_character_outside_the_font_are_refused_before_anything_starts() -> None:
    with pytest.raises(UnprintableCharacter):
        check_override(FORM, OWN, {**data(), "name": "김🙂"})


def test_a_name_that_looks_like_a_command_is_only_text() -> None:
    pdf = check_override(FORM, OWN, {**data(), "name": '#panic("x")'})
    assert '#panic("x")' in text_of(pdf)


CONTRACT_HEAD = "  issued-head(paper, shared)\n"


def own_contract(line: str) -> str:
    """Our contract with something more at its head."""
    return source_of_ours("employment_contract").replace(CONTRACT_HEAD, f"{CONTRACT_HEAD}  {line}\n")


def test_a_form_around_another_one_is_printed_around_the_institutions_text_of_the_inner_one() -> None:
    paper = Paper("agreement", data("agreement"), "2026-11-22")
    told = text_of(print_override(paper, own_contract("[우리 구의 근로계약서입니다.]")))
    assert "우리 구의 근로계약서입니다." in told
    assert told.index("우리 구의") < told.index("서명 기록") < told.index("Samsung Internet")
    assert print_override(paper, source_of_ours("employment_contract")) == print_one(paper)


def test_a_form_around_another_one_is_nobodys_to_write_but_ours() -> None:
    with pytest.raises(NoSuchTemplate):
        check_override("agreement", source_of_ours("agreement"), data("agreement"))


def test_what_the_inner_form_has_to_say_is_demanded_of_the_paper_around_it() -> None:
    paper = Paper("agreement", data("agreement"), "2026-11-22")
    without = source_of_ours("employment_contract").replace("(words.workplace, (paper.workplace,)),", "")
    with pytest.raises(TemplateDrops, match="workplace"):
        print_override(paper, without)


def test_a_contract_that_does_not_show_who_signed_is_refused_before_anybody_signs() -> None:
    without = source_of_ours("employment_contract").replace('one.name + " · " + one.at', "one.name")
    with pytest.raises(TemplateDrops, match=r"worker_signature\.at"):
        check_override("employment_contract", without, data("employment_contract"))


def test_a_fault_inside_a_paper_around_is_told_with_the_line_of_the_institutions_text() -> None:
    paper = Paper("agreement", data("agreement"), "2026-11-22")
    source = own_contract("unknown(1)")
    line = source.split("unknown(1)")[0].count("\n") + 1
    with pytest.raises(TemplateBroken, match=f"서식 {line}행: .*정해지지 않은 이름"):
        print_override(paper, source)
