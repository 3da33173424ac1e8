"""A worker of the made-up office with a phone."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from PIL import Image

from office import Office
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract

GPS_TAG = 0x8825


def worker_of(office: Office, contract: Contract, **fields: Any) -> User:
    """The login of whoever a contract is with."""
    return office.user(Role.WORKER, name=contract.person.name, person=contract.person, **fields)


def employed(office: Office, name: str = "김하늘", **fields: Any) -> tuple[Contract, User]:
    """Somebody who works from last January to the end of next year, and the login."""
    year = timezone.localdate().year
    usual = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    contract = office.employ(name, **{**usual, **fields})
    return contract, worker_of(office, contract)


def workday(since: date) -> date:
    """The first Tuesday from a day on."""
    return since + timedelta(days=(1 - since.weekday()) % 7)


def photograph(kind: str = "JPEG", *, size: tuple[int, int] = (400, 300), place: bool = True) -> bytes:
    """A picture as a phone takes it, with the place where it was taken written into it."""
    picture = Image.new("RGB", size, (200, 120, 40))
    told = Image.Exif()
    told[0x010F] = "가온전화기"
    if place:
        told.get_ifd(GPS_TAG)[1] = "N"
        told.get_ifd(GPS_TAG)[2] = (37.0, 33.0, 59.0)
    file = BytesIO()
    picture.save(file, kind, exif=told)
    return file.getvalue()
