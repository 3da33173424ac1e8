"""Every value tells where it comes from, down to what was entered."""

from datetime import date

from rules.engine.otters import BOOK, columns

ROWS = [(90, date(1999, 12, 31), "north", True, False), (480, date(2010, 6, 15), "south", True, True)]


def explained(target: str, row: int) -> dict:
    return BOOK.explain(target, columns(ROWS), row).as_dict()


def test_a_value_says_its_formula_in_both_languages_with_its_article() -> None:
    tax = explained("clam_tax", 1)
    assert tax["value"] == 7300
    assert tax["label_ko"] == "조개세"
    assert tax["label_en"] == "clam tax"
    assert tax["words_ko"] == "(품삯 - 밀물 공제) × 세율, 10원 미만 버림."
    assert tax["words_en"].startswith("Tax on the pay above the allowance of the island")
    assert tax["law"] == "조개법 제2조의2"


def test_the_form_in_force_on_the_day_is_explained() -> None:
    tax = explained("clam_tax", 0)
    assert tax["law"] == "조개법 제2조"
    assert [part["name"] for part in tax["inputs"]] == ["digging_pay", "clam_tax_rate"]


def test_the_way_goes_down_to_what_was_entered() -> None:
    minutes, hourly = explained("digging_pay", 1)["inputs"]
    assert minutes == {
        "name": "dug_minutes",
        "source": "given",
        "value": 480,
        "kind": "minutes",
        "label_ko": "판 시간",
        "label_en": "time spent digging",
        "verified": True,
        "inputs": [],
    }
    assert hourly["inputs"][0]["value"] == "2010-06-15"


def test_a_value_of_law_shows_its_source_its_first_day_and_that_nobody_verified_it() -> None:
    hourly = explained("hourly_pay", 1)
    assert hourly["source"] == "parameter"
    assert (hourly["since"], hourly["checked"], hourly["law"]) == ("2010-06-15", "2026-11-22", "조개법 제1조")
    assert hourly["verified"] is False
    assert hourly["note"] == "the gazette of the Otter Islands settles it"
    assert explained("hourly_pay", 0)["verified"] is True


def test_a_value_met_again_is_not_told_twice() -> None:
    home = explained("pay_after_tax", 1)
    tax = next(part for part in home["inputs"] if part["name"] == "clam_tax")
    pay = next(part for part in tax["inputs"] if part["name"] == "digging_pay")
    assert pay == {"name": "digging_pay", "value": 62_160, "again": True}


def test_an_explained_value_is_the_value_that_was_paid() -> None:
    paid = BOOK.run(["pay_after_tax"], columns(ROWS))["pay_after_tax"].tolist()
    assert [explained("pay_after_tax", row)["value"] for row in (0, 1)] == paid


def test_a_given_target_explains_itself_as_given() -> None:
    island = explained("island", 1)
    assert (island["source"], island["value"]) == ("given", "south")
