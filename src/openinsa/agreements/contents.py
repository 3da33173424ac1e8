"""What an agreement says: taken from the registered contract, frozen, and told apart from what it says by now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openinsa.agreements.models import Agreement
from openinsa.documents.contracts import EmploymentContract
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.contract_papers import contract_contents
from openinsa.staffing.models import Contract

SIGNED = {"origin", "issue", "signed_on", "employer_signature", "worker_signature"}
NOT_AGREED = {*SIGNED, "address", "phone", "minor_papers"}
"""What may change without another agreement: where somebody lives is no condition of work."""


@dataclass(frozen=True)
class Content:
    """What the paper says in both languages; the Korean binds.

    own_version   by which version of the institution's own form it is printed, 0 for the house's
    """

    ko: EmploymentContract
    en: EmploymentContract
    own_version: int = 0

    @property
    def is_of_a_minor(self) -> bool:
        return self.ko["kind"] == "minor"

    @property
    def text(self) -> str:
        return json.dumps({"ko": self.ko, "en": self.en, "own_version": self.own_version}, ensure_ascii=False)

    def in_language(self, language: str) -> EmploymentContract:
        return self.en if language == "en" else self.ko


def contents_of(contracts: Sequence[Contract]) -> list[Content | Exception]:
    """What the paper of each contract would say now, in their order: a fixed number of statements.

    A refusal in place of a content says why there can be none.
    """
    both = (contract_contents(contracts, "ko"), contract_contents(contracts, "en"))
    return [
        ko if isinstance(ko, Exception) else en if isinstance(en, Exception) else Content(ko, en)
        for ko, en in zip(*both, strict=True)
    ]


def frozen_content(agreement: Agreement, sealer: Sealer) -> Content:
    """What an agreement said when it was made."""
    return Content(**json.loads(sealer.open_bytes(agreement.content_sealed)))


def token_of(content: Content, sealer: Sealer) -> bytes:
    """A digest of the terms: equal for equal terms."""
    return sealer.token(json.dumps(_terms(content.ko), ensure_ascii=False, sort_keys=True))


def _terms(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in NOT_AGREED}


def changed_since(agreements: Sequence[Agreement], sealer: Sealer) -> set[int]:
    """Ids of those whose registered contract says something else by now."""
    now = contents_of([one.contract for one in agreements])
    return {
        one.pk
        for one, content in zip(agreements, now, strict=True)
        if isinstance(content, Exception) or token_of(content, sealer) != bytes(one.content_token)
    }
