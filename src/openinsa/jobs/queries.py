"""Jobs as far as a user's right reaches."""

from django.db.models import QuerySet

from openinsa.jobs.models import Job
from openinsa.people.models import User
from openinsa.people.roles import Scope


def jobs_of(user: User) -> QuerySet[Job]:
    """The jobs of the institution, of the whole installation for an operator, or else the user's own."""
    if user.scope("jobs.see") in {Scope.INSTITUTION, Scope.INSTALLATION}:
        return Job.objects.all()
    return Job.objects.filter(requested_by=user)
