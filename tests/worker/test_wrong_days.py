"""A day that is written down wrongly, told with a photograph of which nothing stays but the picture."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from office import Office, new_office
from openinsa.people.refusals import NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.privacy.models import ChangeRecord
from openinsa.worker import photos
from openinsa.worker.actions import (
    DayNotReportable,
    NoContractThen,
    ReportAnswered,
    answer_report,
    report_day,
)
from openinsa.worker.models import DayReport
from openinsa.worker.photos import PhotoTooLarge, PhotoUnreadable, picture_alone
from openinsa.worker.queries import photo_of, words_of
from worker.phone import GPS_TAG, employed, photograph

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_place_and_the_phone_do_not_stay_in_a_picture(kind: str) -> None:
    sent = photograph(kind)
    assert GPS_TAG in Image.open(BytesIO(sent)).getexif()
    kept = Image.open(BytesIO(picture_alone(sent)))
    assert (kept.format, dict(kept.getexif()), kept.size) == ("JPEG", {}, (400, 300))


def test_a_picture_is_turned_upright_and_made_smaller() -> None:
    held_sideways = BytesIO()
    told = Image.Exif()
    told[0x0112] = 6
    Image.new("RGB", (3200, 2400)).save(held_sideways, "JPEG", exif=told)
    assert Image.open(BytesIO(picture_alone(held_sideways.getvalue()))).size == (1200, 1600)


@pytest.mark.parametrize(
    "sent", [b"no picture", photograph()[:200], photograph("GIF", place=False), b"%PDF-1.7"]
)
def test_what_is_no_whole_jpeg_or_png_is_refused(sent: bytes) -> None:
    with pytest.raises(PhotoUnreadable):
        picture_alone(sent)


def test_a_picture_beyond_the_limits_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(photos, "DOTS_AT_MOST", 100 * 100)
    with pytest.raises(PhotoTooLarge):
        picture_alone(photograph())
    monkeypatch.setattr(photos, "BYTES_AT_MOST", 100)
    with pytest.raises(PhotoTooLarge):
        picture_alone(photograph())


def test_a_day_is_told_and_answered_in_words(office: Office) -> None:
    _contract, user = employed(office)
    told = report_day(user, day=TODAY, note="18시까지 일했습니다", photo=photograph())
    assert words_of(told) == "18시까지 일했습니다"
    assert "18시까지".encode() not in bytes(told.note_sealed)
    assert Image.open(BytesIO(photo_of(told))).size == (400, 300)
    answer_report(office.clerk, told.pk, state="corrected", answer="고쳤습니다")
    told.refresh_from_db()
    assert (told.state, told.answer, told.answered_by) == ("corrected", "고쳤습니다", office.clerk)
    with pytest.raises(ReportAnswered):
        answer_report(office.clerk, told.pk, state="answered", answer="또")


def test_the_history_holds_neither_note_nor_picture(office: Office) -> None:
    _contract, user = employed(office)
    report_day(user, day=TODAY, note="18시까지 일했습니다", photo=photograph())
    kept = ChangeRecord.objects.get(table_name="worker_dayreport", verb="insert")
    assert not {"note_sealed", "photo_sealed"} & set(kept.after)


def test_what_cannot_be_told_is_refused(office: Office) -> None:
    _contract, user = employed(office, starts_on=TODAY - timedelta(days=30))
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=4 * 365)):
        with pytest.raises(DayNotReportable):
            report_day(user, day=day, note="틀렸습니다")
    with pytest.raises(NoContractThen):
        report_day(user, day=TODAY - timedelta(days=60), note="틀렸습니다")
    with pytest.raises(ReasonMissing):
        report_day(user, day=TODAY, note=" ")
    assert not DayReport.objects.exists()


def test_only_whoever_writes_the_days_down_answers(office: Office) -> None:
    _contract, user = employed(office)
    told = report_day(user, day=TODAY, note="틀렸습니다")
    with pytest.raises(NotFound):
        answer_report(office.user(Role.PROJECT_CLERK), told.pk, state="answered", answer="맞습니다")
    with pytest.raises(ReasonMissing):
        answer_report(office.clerk, told.pk, state="answered", answer="")
    answer_report(office.hr_officer, told.pk, state="answered", answer="맞습니다")
