"""Files of an agreement taken out: one's own freely, somebody else's for a reason and on record."""

from openinsa.agreements.models import Agreement, AgreementUpload
from openinsa.agreements.queries import File, file_of, upload_of
from openinsa.agreements.scope import agreements_told, own_agreements
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reasons import Reason
from openinsa.staffing.scope import reach


@action(permission="agreements.see")
def hand_out_file(
    by: User, agreement_id: int, *, reason: Reason | None = None, address: str | None = None
) -> tuple[Agreement, File]:
    """The file of an agreement, without a mark: it is the one that the worker holds, byte for byte.

    Raises NotFound, ReasonNeeded.
    """
    one = reach(agreements_told(by), agreement_id)
    hand_out(by, "agreement", [one.contract.person_id], reason=reason, address=address)
    return one, file_of(one)


@action(permission="agreements.see")
def hand_out_consent(
    by: User, agreement_id: int, *, reason: Reason | None = None, address: str | None = None
) -> tuple[Agreement, File]:
    """The guardian's consent as it was uploaded. Raises NotFound, ReasonNeeded."""
    one = reach(agreements_told(by), agreement_id)
    consent = upload_of(one, AgreementUpload.Kind.CONSENT)
    if consent is None:
        raise NotFound()
    hand_out(by, "agreement_consent", [one.contract.person_id], reason=reason, address=address)
    return one, consent


@action(permission="agreements.sign")
def take_own_file(by: User, agreement_id: int) -> tuple[Agreement, File]:
    """One's own file: before signing the one that is read, after it the one that both hold. Raises NotFound."""
    one = reach(own_agreements(by), agreement_id)
    hand_out(by, "agreement", [by.person_id], reason=None)
    return one, file_of(one)
