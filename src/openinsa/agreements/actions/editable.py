"""A contract's text as an HWPX file, to go on working with; what both hold stays the PDF."""

from openinsa.agreements.contents import frozen_content
from openinsa.agreements.models import Agreement
from openinsa.agreements.scope import agreements_told
from openinsa.documents.hwpx import print_hwpx
from openinsa.documents.printing import Paper
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.scope import reach


@action(permission="agreements.see")
def hand_out_editable(
    by: User,
    agreement_id: int,
    language: str,
    *,
    reason: Reason | None = None,
    address: str | None = None,
) -> tuple[Agreement, bytes]:
    """The terms that were frozen, with places to sign on paper. Raises NotFound, ReasonNeeded."""
    one = reach(agreements_told(by), agreement_id)
    hand_out(by, "agreement", [one.contract.person_id], reason=reason, address=address)
    content = frozen_content(one, Sealer(one.institution_id)).in_language(language)
    return one, print_hwpx(Paper("employment_contract", content, one.contract.starts_on.isoformat()))
