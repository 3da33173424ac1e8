"""초대 안내문 as a PDF."""

from openinsa.documents.contracts import InvitationLetters
from openinsa.documents.printing import Paper, print_one


def invitation_letters_pdf(letters: InvitationLetters) -> bytes:
    """A4 upright, a page for each worker: the QR code, the letter's number, what to do. Raises UnprintableCharacter."""
    return print_one(Paper("invitation", letters, letters["dated_on"]))
