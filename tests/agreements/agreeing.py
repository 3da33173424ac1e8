"""Agreements of the made-up office: made, sent, signed, as a test wants them."""

import base64
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from office import Office
from openinsa.agreements.actions.making import make_agreements
from openinsa.agreements.actions.sending import send
from openinsa.agreements.actions.signing import countersign, open_agreement, sign
from openinsa.agreements.identity import Identity, Proof
from openinsa.agreements.models import Agreement
from openinsa.issuing.keys import make_first_key
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract

MINOR = {"resident_number": "091015-3000007", "name": "소년이"}


def soon() -> date:
    return timezone.localdate() + timedelta(days=7)


def proof(minutes_ago: int = 0, way: str = Identity.PASSKEY) -> Proof:
    """How somebody proved who it is, so many minutes ago."""
    return Proof(
        way, timezone.now() - timedelta(minutes=minutes_ago), "203.0.113.7", "Samsung Internet · Android"
    )


def stroke(*, ink: bool = True, size: tuple[int, int] = (320, 120)) -> str:
    """What a canvas sends: a line drawn on it, or nothing."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    if ink:
        ImageDraw.Draw(picture).line([(20, 80), (90, 20), (160, 90), (280, 40)], fill=(0, 0, 0, 255), width=5)
    made = BytesIO()
    picture.save(made, "PNG")
    return f"data:image/png;base64,{base64.b64encode(made.getvalue()).decode()}"


def scan(kind: str = "JPEG") -> bytes:
    """A scanned page."""
    made = BytesIO()
    Image.new("RGB", (600, 800), "white").save(made, kind)
    return made.getvalue()


def employed(office: Office, name: str = "김하늘", **fields: Any) -> Contract:
    return office.employ(name, **{"job": "수목 관리", **fields})


def login_of(office: Office, contract: Contract) -> User:
    """The worker's own login."""
    known = User.objects.filter(person=contract.person_id).first()
    return known or office.user(
        Role.WORKER, person=contract.person, department=None, name=contract.person.name
    )


def made(office: Office, contract: Contract | None = None) -> Agreement:
    contract = contract or employed(office)
    Contract.objects.filter(pk=contract.pk, job="").update(
        job="수목 관리"
    )  # without duties there is no paper
    result = make_agreements(office.hr_officer, [contract.pk], due_on=soon())
    assert result.left == []
    return result.agreements[0]


def sent(office: Office, contract: Contract | None = None) -> Agreement:
    (one,) = send(office.hr_officer, [made(office, contract).pk])
    return one


def signed(office: Office, contract: Contract | None = None, **way: str) -> Agreement:
    one = sent(office, contract)
    worker = login_of(office, one.contract)
    open_agreement(worker, one.pk)
    return sign(worker, one.pk, proof=proof(), shown=one.unsigned_sha256, **(way or {"stroke": stroke()}))


def completed(office: Office, contract: Contract | None = None) -> Agreement:
    one = signed(office, contract)
    make_first_key(office.institution)
    (one,) = countersign(office.hr_officer, [one.pk], proof=proof())
    return one
