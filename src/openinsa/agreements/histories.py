"""Which records of agreements have a history page."""

from openinsa.agreements.models import Agreement, AgreementSignature, AgreementUpload
from openinsa.agreements.scope import agreements_of
from openinsa.privacy.histories import Part, add_parts, name_by, register_history
from openinsa.staffing.models import Contract


def register() -> None:
    """Make the room's records known."""
    register_history(
        Agreement, agreements_of, named=("contract__person__name", "version"), page="agreements:agreement"
    )
    add_parts(Agreement, Part(AgreementSignature, "agreement"), Part(AgreementUpload, "agreement"))
    add_parts(Contract, Part(Agreement, "contract"))
    name_by(AgreementSignature, "signed_at")
    name_by(AgreementUpload, "uploaded_at")
