"""The demo district as an issuer: its office and seal, a key that nobody vouches for, and a few certificates."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from openinsa.demo.founding import Founded
from openinsa.documents.places import BOLD
from openinsa.issuing.actions import issue
from openinsa.issuing.keys import make_first_key
from openinsa.issuing.kinds import Asked
from openinsa.issuing.settings import change_setting, set_seal
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract

SEAL_RED = (192, 40, 40, 235)
SIDE, LETTERS = 480, ("가온", "구청", "장인")
PAPERS = 6
LONG_ENOUGH = timedelta(days=60)


def set_up_issuing(founded: Founded) -> None:
    """Let the district sign: a made-up seal, a self-made certificate, the number of its papers."""
    hr = founded.users["hr"]
    with within(founded.institution.pk, hr.pk):
        change_setting(
            hr,
            office=f"{founded.institution.name}청장",
            office_english="Mayor of Gaon-gu",
            contact="총무과 02-000-0000",
            valid_days={"employment_certificate": 90},
        )
        set_seal(hr, seal_picture())
        make_first_key(founded.institution, hr)


def issue_some(founded: Founded) -> int:
    """The first people of the register get a certificate, the worker with a login by own hand. Returns how many."""
    with within(founded.institution.pk, founded.users["hr"].pk):
        long_there = [one for one in founded.contracts if _works_long_enough(one)][:PAPERS]
        for contract in long_there:
            _issue(founded, contract)
    return len(long_there)


def _works_long_enough(contract: Contract) -> bool:
    today = timezone.localdate()
    return contract.starts_on <= today - LONG_ENOUGH and (contract.ends_on or today) >= today


def _issue(founded: Founded, contract: Contract) -> None:
    worker = founded.users["worker"]
    by = worker if contract.person_id == worker.person_id else founded.users["hr"]
    asked = Asked("ko", contract.person_id, contract.pk, purpose="은행 제출용", submit_to="가온은행")
    issue(by, "employment_certificate", asked)


def seal_picture() -> bytes:
    """A square seal of three lines in red, as a PNG; drawn here, nobody's."""
    picture = Image.new("RGBA", (SIDE, SIDE), (255, 255, 255, 0))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((12, 12, SIDE - 12, SIDE - 12), outline=SEAL_RED, width=18)
    font = ImageFont.truetype(str(BOLD), 120)
    for row, line in enumerate(LETTERS):
        for column, letter in enumerate(line):
            place = (SIDE * (0.3 + 0.4 * column), SIDE * (0.21 + 0.29 * row))
            drawn.text(place, letter, fill=SEAL_RED, font=font, anchor="mm")
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
