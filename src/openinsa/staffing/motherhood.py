"""Pregnancies and births as the limits of the month ask for them; in the database their dates stand sealed."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from openinsa.privacy.sealing import Sealer
from openinsa.staffing.law import within_a_year_after_birth
from openinsa.staffing.models import Motherhood


@dataclass(frozen=True)
class Mother:
    """What a worker told: since when the office knows, the due date of the certificate, and how it ended.

    `over_on` is the first day after a pregnancy that ended without a birth.
    """

    told_on: date
    due_on: date
    document: str
    born_on: date | None = None
    over_on: date | None = None

    def is_pregnant(self, day: date) -> bool:
        """Whether she is pregnant on a day, as far as the office knew by then."""
        ended = self.born_on or self.over_on
        return self.told_on <= day and (ended is None or day < ended)

    def gave_birth_within_a_year(self, day: date) -> bool:
        return self.born_on is not None and within_a_year_after_birth(self.born_on, day)

    @property
    def is_open(self) -> bool:
        """Whether the pregnancy goes on."""
        return self.born_on is None and self.over_on is None


def sealed(mother: Mother, sealer: Sealer) -> bytes:
    """The facts as they are stored."""
    plain = {name: str(value) for name, value in asdict(mother).items() if value is not None}
    return sealer.seal(json.dumps(plain, ensure_ascii=False)) or b""


def opened(stored: Motherhood, sealer: Sealer) -> Mother:
    """The facts behind a stored row. Raises SealBroken."""
    plain: dict[str, Any] = json.loads(sealer.open(stored.facts_sealed))
    document = plain.pop("document")
    return Mother(document=document, **{name: date.fromisoformat(day) for name, day in plain.items()})


def mothers_of(institution_id: int, people: Collection[int]) -> Mapping[int, list[Mother]]:
    """What is known by person. One statement, one more where somebody is a mother."""
    found: dict[int, list[Mother]] = defaultdict(list)
    stored = list(Motherhood.objects.filter(person__in=people))
    if stored:
        sealer = Sealer(institution_id)
        for one in stored:
            found[one.person_id].append(opened(one, sealer))
    return found
