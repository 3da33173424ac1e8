"""The records with the names behind their numbers."""

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from openinsa.people.models import Delegation, Person, User
from openinsa.privacy.models import AccessRecord, ChangeRecord
from openinsa.privacy.reading import DOWNLOAD, PRINT

ACTOR_NAME = Subquery(User.objects.filter(pk=OuterRef("actor_id")).values("name"))
GIVER_NAME = Subquery(User.objects.filter(pk=OuterRef("acting_for_id")).values("name"))
ACTING = [When(acting_kind=kind, then=Value(f" ({label}: ")) for kind, label in Delegation.Kind.choices]
"""In Korean whatever the reader's language: the words of the office's own papers."""

CHANGER_NAME = Case(
    When(acting_for_id=None, then=ACTOR_NAME),
    default=Concat(ACTOR_NAME, Case(*ACTING, default=Value(" (")), GIVER_NAME, Value(")")),
    output_field=CharField(),
)


def access_records() -> QuerySet[AccessRecord]:
    """Looks at protected data with the names of who looked (`actor_name`) and at whom (`person_name`)."""
    person = Person.objects.filter(pk=OuterRef("person_id")).values("name")
    return AccessRecord.objects.annotate(actor_name=ACTOR_NAME, person_name=Subquery(person))


def exports_of(person: Person) -> QuerySet[AccessRecord]:
    """Files and printed pages taken out by others that hold something about a person, newest first, with who took them."""
    own = User.objects.filter(person=person).values("pk")
    taken = access_records().filter(verb__in=(DOWNLOAD, PRINT), people__contains=[person.pk])
    return taken.exclude(actor_id__in=own)


def with_actors(records: QuerySet[ChangeRecord]) -> QuerySet[ChangeRecord]:
    """Changes of rows with who made them (`actor_name`), by whose lent right where it was one."""
    return records.annotate(actor_name=CHANGER_NAME)


def change_records() -> QuerySet[ChangeRecord]:
    """Every change of the institution."""
    return with_actors(ChangeRecord.objects.all())
