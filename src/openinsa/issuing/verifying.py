"""What the public page tells of a paper: no more than whoever holds it needs to tell a true one from a false one."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.documents.signing import read_signature
from openinsa.issuing.codes import Code, read_code
from openinsa.issuing.keys import trusted_by
from openinsa.issuing.limits import count_file, count_look
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import content_of, is_expired, label_of
from openinsa.issuing.settings import setting_of
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.masking import mask_name
from openinsa.privacy.sealing import token_of

LARGEST_FILE = 10 * 1024 * 1024
Answer = TypeVar("Answer")
NOBODY = Code(0, "2" * 17)
"""Stands for what can be no code, so that it is looked up like every other."""


class FileTooLarge(Refused):
    status = 413
    sentence = _("파일이 10MB보다 큽니다. 발급받은 PDF 파일을 그대로 올려 주세요. 확인하지 않았습니다.")


class Standing(StrEnum):
    TRUE = "true"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Match(StrEnum):
    """How an uploaded file stands to the one that was given out."""

    SAME = "same"
    ANOTHER = "another"
    FOREIGN = "foreign"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Shown:
    """What is shown of a paper. `changed_on` is the day it was revoked."""

    standing: Standing
    institution: str = ""
    kind: str | Promise = ""
    name: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    changed_on: date | None = None
    contact: str = ""


UNKNOWN = Shown(Standing.UNKNOWN)


@dataclass(frozen=True)
class Compared:
    """How a file differs. `sentence` says it where the signature tells how."""

    match: Match
    sentence: str | Promise = ""


def look_up(typed: str, address: str | None) -> Shown:
    """What is to be told of the paper with this code. Raises TooManyLooks."""
    code = read_code(typed) or NOBODY
    look = count_look(address, code.institution_id)
    look.require_open()
    shown = _within(code, _seen) or UNKNOWN
    if shown is UNKNOWN:
        look.was_wrong()
    else:
        look.was_right()
    return shown


def compare(typed: str, address: str | None, content: bytes) -> Compared | None:
    """How a file stands to the one that was given out under this code; None of an unknown code.

    Raises TooManyLooks, FileTooLarge.
    """
    require(len(content) <= LARGEST_FILE, FileTooLarge())
    count_file(address)
    code = read_code(typed) or NOBODY
    return _within(code, lambda paper: _compared(paper, content))


def _within(code: Code, answer: Callable[[IssuedPaper], Answer]) -> Answer | None:
    """The same statements for every code until a paper is found: what is wrong takes as long as what is not there."""
    with within(code.institution_id):
        token = token_of(code.institution_id, code.letters)
        found = (
            IssuedPaper.objects.select_related("institution", "person")
            .defer("file_sealed")
            .filter(code_token=token)
        )
        paper = found.first()
        return answer(paper) if paper else None


def _seen(paper: IssuedPaper) -> Shown:
    """Counts the look too; who looked is not kept."""
    IssuedPaper.objects.filter(pk=paper.pk).update(looks=F("looks") + 1, last_look_at=timezone.now())
    told = content_of(paper)["data"]
    revoked = paper.state == IssuedPaper.State.REVOKED
    return Shown(
        standing=_standing(paper),
        institution=paper.institution.name,
        kind=label_of(paper.kind),
        name=mask_name(told.get("name") or paper.person.name) if paper.person else "",
        number=paper.written_number,
        issued_on=timezone.localdate(paper.issued_at),
        valid_until=paper.valid_until,
        changed_on=timezone.localdate(paper.revoked_at) if revoked else None,
        contact=setting_of(paper.institution_id).contact,
    )


def _standing(paper: IssuedPaper) -> Standing:
    changed = {IssuedPaper.State.REVOKED: Standing.REVOKED, IssuedPaper.State.REPLACED: Standing.REPLACED}
    whole = Standing.EXPIRED if is_expired(paper) else Standing.TRUE
    return changed.get(IssuedPaper.State(paper.state), whole)


def _compared(paper: IssuedPaper, content: bytes) -> Compared:
    if hmac.compare_digest(sha256(content).digest(), bytes(paper.sha256)):
        return Compared(Match.SAME)
    finding = read_signature(content, trusted_by(paper.institution_id))
    if finding.whole:
        return Compared(Match.ANOTHER if finding.trusted else Match.FOREIGN)
    return Compared(Match.DIFFERENT, finding.sentence)
