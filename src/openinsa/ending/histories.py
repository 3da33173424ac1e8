"""Which records of the end of work have a history page."""

from openinsa.ending.models import EndingSetting, InterimSettlement, LeftOut, Settlement
from openinsa.ending.scope import settlements_of
from openinsa.people.models import Institution
from openinsa.privacy.histories import Part, add_parts, name_by, register_history
from openinsa.staffing.models import Contract


def register() -> None:
    """Make the room's records known."""
    register_history(Settlement, settlements_of, named=("person__name", "ended_on"), page="ending:settlement")
    add_parts(
        Contract,
        Part(Settlement, "contract", of_pay=True),
        Part(InterimSettlement, "contract", of_pay=True),
    )
    add_parts(Institution, Part(EndingSetting, "institution"), Part(LeftOut, "institution"))
    name_by(InterimSettlement, "person__name", "settled_on")
    name_by(EndingSetting, "valid_from")
    name_by(LeftOut, "code", "valid_from")
