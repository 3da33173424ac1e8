"""What comes by itself: every hour logins are let end with the employment of their people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from openinsa.staffing.leavers import end_access_everywhere


@app.periodic(cron="7 * * * *")
@app.task(name="openinsa.staffing.end_access", queue="jobs", queueing_lock="end_access")
def end_access_hourly(timestamp: int) -> None:
    """Let the logins of those who left end, and those of the hired again begin."""
    end_access_everywhere(timezone.localdate())
