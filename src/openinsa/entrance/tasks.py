"""What comes by itself: one-time codes of yesterday go."""

from procrastinate.contrib.django import app

from openinsa.entrance.codes import forget_old_codes
from openinsa.people.institutions import in_every_institution


@app.periodic(cron="40 18 * * *")
@app.task(name="openinsa.entrance.forget_codes", queue="jobs", queueing_lock="forget_codes")
def forget_codes_nightly(timestamp: int) -> None:
    """Remove the digests of codes that ended long ago."""
    in_every_institution(lambda _institution_id: forget_old_codes())
