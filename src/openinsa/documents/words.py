"""The words printed on forms, by language: the same for PDF and spreadsheet."""

from functools import cache
from typing import Any

import yaml

from openinsa.documents.contracts import Language
from openinsa.documents.places import FORMS


@cache
def _all_words() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((FORMS / "words.yaml").read_text(encoding="utf-8"))


def words_of(language: Language) -> dict[str, Any]:
    """What the forms say in this language, by name."""
    return _all_words()[language]
