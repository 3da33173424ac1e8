"""Jobs as far as a user's right reaches."""

from django.db.models import QuerySet

from openinsa.jobs.models import Job, JobOverview
from openinsa.people.models import User
from openinsa.people.roles import Scope


def jobs_of(user: User) -> QuerySet[Job]:
    """The jobs of the institution, or else the user's own."""
    if user.scope("jobs.see") == Scope.INSTITUTION:
        return Job.objects.all()
    return Job.objects.filter(requested_by=user)


def jobs_of_all() -> QuerySet[JobOverview]:
    """How far the work of every institution is. The database shows it to an operator's transaction alone."""
    return JobOverview.objects.all()
