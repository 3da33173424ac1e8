"""What the queue does for the access record by itself."""

from procrastinate.contrib.django import app

from openinsa.people.institutions import in_every_institution
from openinsa.privacy.anchors import drop_anchor


@app.periodic(cron="12 3 * * *")
@app.task(name="openinsa.privacy.anchor_records", queueing_lock="anchor_records")
def anchor_records(timestamp: int) -> None:
    """Write down once a day where every institution's access records stand."""
    in_every_institution(lambda institution_id: drop_anchor(institution_id, "daily"), also_suspended=True)
