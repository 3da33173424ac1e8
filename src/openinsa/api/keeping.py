"""A request that names itself by an Idempotency-Key is done once: its answer is kept for a day and given again.

The key is claimed in the transaction in which the work is done, so that neither can stay without the other. A
second request with the key waits for the first at the database's own unique index.
"""

import re
from datetime import timedelta
from hashlib import sha256

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from openinsa.api.models import KeptAnswer
from openinsa.api.problems import AnswerNotKept, KeyOfAnotherRequest, KeyUnreadable, SameRequestUnderWay
from openinsa.people.institutions import in_every_institution
from openinsa.people.refusals import require
from openinsa.privacy.sealing import Sealer

KEPT = timedelta(hours=24)
READABLE = re.compile(r"[\x21-\x7e]{1,200}")
WAITS = "SET LOCAL lock_timeout = '10s'"
WAITS_NO_MORE = "SET LOCAL lock_timeout = 0"
CLAIM = """
    INSERT INTO api_keptanswer (institution_id, integration_id, key, fingerprint, at, status, content_type)
    VALUES (%s, %s, %s, %s, %s, 0, '')
    ON CONFLICT (integration_id, key) DO NOTHING RETURNING id
"""


CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def key_of(request: HttpRequest) -> str:
    """The request's key, "" without one or where nothing changes. Raises KeyUnreadable."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method not in CHANGING:
        return ""
    require(READABLE.fullmatch(key), KeyUnreadable())
    return key


class Claim:
    """A key on its way: claimed before the work, given its answer after it."""

    def __init__(self, institution_id: int, integration_id: int, key: str) -> None:
        self.institution_id, self.integration_id, self.key = institution_id, integration_id, key
        self.row_id = 0

    def take(self, request: HttpRequest) -> HttpResponse | None:
        """The kept answer of the same request, or None when the work is to be done now.

        Raises KeyOfAnotherRequest, SameRequestUnderWay, AnswerNotKept.
        """
        now, fingerprint = timezone.now(), _fingerprint(request)
        held = KeptAnswer.objects.filter(integration=self.integration_id)
        held.filter(at__lt=now - KEPT).delete()
        self.row_id = self._claim(fingerprint, now)
        if self.row_id:
            return None
        kept = held.get(key=self.key)
        require(bytes(kept.fingerprint) == fingerprint, KeyOfAnotherRequest())
        return self._again(kept)

    def keep(self, answer: HttpResponse, *, shown_once: bool) -> None:
        """Store the answer beside the work; one that is shown once is not stored itself."""
        body = None if shown_once else Sealer(self.institution_id).seal(answer.content.hex())
        KeptAnswer.objects.filter(pk=self.row_id).update(
            status=answer.status_code,
            content_type="" if shown_once else answer["Content-Type"],
            body_sealed=body,
        )

    def _claim(self, fingerprint: bytes, now: object) -> int:
        values = [self.institution_id, self.integration_id, self.key, fingerprint, now]
        try:
            with connection.cursor() as cursor:
                cursor.execute(WAITS)
                cursor.execute(CLAIM, values)
                made = cursor.fetchone()
                cursor.execute(WAITS_NO_MORE)
        except OperationalError as waiting:
            raise SameRequestUnderWay() from waiting
        return made[0] if made else 0

    def _again(self, kept: KeptAnswer) -> HttpResponse:
        require(kept.content_type, AnswerNotKept())
        body = bytes.fromhex(Sealer(self.institution_id).open(kept.body_sealed))
        answer = HttpResponse(body, status=kept.status, content_type=kept.content_type)
        answer["Idempotency-Replayed"] = "true"
        return answer


def forget_answers() -> None:
    """Let answers older than a day go, in every institution, also those of an integration that asks no more."""
    in_every_institution(
        lambda _institution: KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()
    )


def _fingerprint(request: HttpRequest) -> bytes:
    head = f"{request.method} {request.get_full_path()} {request.content_type}\n"
    return sha256(head.encode() + _content(request)).digest()


def _content(request: HttpRequest) -> bytes:
    """The body; of an upload its fields and files, because the boundary between them is never the same twice."""
    if request.content_type != "multipart/form-data":
        return request.body
    parts = [f"{name}={values!r}\n".encode() for name, values in sorted(request.POST.lists())]
    files = [name.encode() + sha256(file.read()).digest() for name, file in sorted(request.FILES.items())]
    for file in request.FILES.values():
        file.seek(0)
    return b"".join([*parts, *files])
