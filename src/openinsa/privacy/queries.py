"""The records with the names behind their numbers."""

from django.db.models import OuterRef, QuerySet, Subquery

from openinsa.people.models import Person, User
from openinsa.privacy.models import AccessRecord, ChangeRecord

ACTOR_NAME = Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("name"))


def access_records() -> QuerySet[AccessRecord]:
    """Looks at protected data with the names of who looked (`actor_name`) and at whom (`person_name`)."""
    person = Person.objects.filter(pk=OuterRef("person_id")).values("name")
    return AccessRecord.objects.annotate(actor_name=ACTOR_NAME, person_name=Subquery(person))


def with_actors(records: QuerySet[ChangeRecord]) -> QuerySet[ChangeRecord]:
    """Changes of rows with the name of who made them (`actor_name`)."""
    return records.annotate(actor_name=ACTOR_NAME)


def change_records() -> QuerySet[ChangeRecord]:
    """Every change of the institution."""
    return with_actors(ChangeRecord.objects.all())
