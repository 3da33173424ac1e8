"""개인정보 파기 확인서 as a PDF."""

from openinsa.documents.contracts import DestructionCertificate
from openinsa.documents.printing import Paper, print_one


def destruction_certificate_pdf(certificate: DestructionCertificate) -> bytes:
    """A4 upright: number, who and when, every kind with its law and counts, holds. Raises UnprintableCharacter."""
    return print_one(Paper("destruction_certificate", certificate, certificate["finished_on"]))
