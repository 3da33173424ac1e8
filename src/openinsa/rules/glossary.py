"""The words of the rule book: each Korean term with its one English name in the code.

`./openinsa law-coverage` writes the page.
"""

from __future__ import annotations

from openinsa.rules.engine import RuleBook
from openinsa.rules.law_coverage import row, table

HEAD = """# Glossary (용어)

Each term of the law with the one English name it has in the code, in order of the Korean words. Written by
`./openinsa law-coverage` from the labels of the rule book; a test fails when it is not current.
"""


def page(book: RuleBook) -> str:
    """The page as Markdown."""
    terms = sorted((label["ko"], label["en"], name) for name, label in book.labels.items())
    lines = [row(korean, english, f"`{name}`") for korean, english, name in terms]
    return "\n".join([HEAD, *table("Korean", "English", "name in the code"), *lines]) + "\n"
