"""What can be asked about delivery, as far as a user's right reaches."""

from collections.abc import Mapping

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Now

from openinsa.delivery.models import Handover, Invitation, MailSetting, Message
from openinsa.people.models import Person, User
from openinsa.people.roles import Role, Scope
from openinsa.staffing.models import Project
from openinsa.staffing.scope import projects_of


def setting_of(institution_id: int | None) -> MailSetting:
    """How an institution sends, or the defaults."""
    found = MailSetting.objects.first() if institution_id else None
    return found or MailSetting(institution_id=institution_id)


def handovers_of(by: User) -> QuerySet[Handover]:
    """The payslips handed over within reach, with `standing`, `mail_state`, `error` and when a link was opened."""
    last = Message.objects.filter(handover=OuterRef("pk")).order_by("-pk")
    told = Handover.objects.annotate(
        mail_state=Subquery(last.values("state")[:1]),
        error=Subquery(last.values("error")[:1]),
        link_used_at=Subquery(last.exclude(link_used_at=None).values("link_used_at")[:1]),
        standing=_standing(Subquery(last.values("state")[:1])),
    ).select_related("person", "slip__run__project")
    if by.scope("delivery.see") == Scope.INSTITUTION:
        return told
    return told.filter(slip__run__project__in=projects_of(by, "delivery.see"))


def _standing(state: Subquery) -> Case:
    """Where a handover stands: opened, or what became of its last message, or published alone."""
    return Case(
        When(Q(page_seen_at__isnull=False) | Q(file_fetched_at__isnull=False), then=Value("opened")),
        When(way="page", then=Value("published")),
        default=state,
        output_field=CharField(),
    )


def counts_by_standing(handovers: QuerySet[Handover]) -> Mapping[str, int]:
    """How many handovers stand where."""
    return dict(handovers.order_by().values_list("standing").annotate(count=Count("pk")))


def messages_of(by: User, *, own: bool = False) -> QuerySet[Message]:
    """The messages within reach: all of the institution, or those of people in one's projects; with `own` one's own."""
    messages = Message.objects.all()
    scope = by.scope("delivery.see")
    if scope == Scope.INSTITUTION:
        return messages
    if scope is None:
        return messages.filter(person=by.person_id) if own and by.person_id else messages.none()
    return messages.filter(handover__slip__run__project__in=projects_of(by, "delivery.see"))


def bounces_of(by: User) -> QuerySet[Message]:
    """Messages that did not reach anybody and that nobody has mended yet."""
    lost = [Message.State.FAILED, Message.State.BOUNCED, Message.State.UNSURE]
    return messages_of(by).filter(state__in=lost, mended=False)


def people_to_invite(project: Project) -> QuerySet[Person]:
    """The people of a project with `invited`: where each stands on the way to the own pages."""
    login = User.objects.filter(person=OuterRef("pk"), roles__contains=[Role.WORKER])
    last = Invitation.objects.filter(user__person=OuterRef("pk")).order_by("-pk")
    return (
        Person.objects.filter(contracts__project=project)
        .distinct()
        .annotate(
            login=Subquery(login.values("username")[:1]),
            came_in=Subquery(login.values("last_login")[:1]),
            invited_at=Subquery(last.values("made_at")[:1]),
            opened_at=Subquery(last.values("opened_at")[:1]),
            ends_at=Subquery(last.values("expires_at")[:1]),
            used_at=Subquery(last.values("used_at")[:1]),
            revoked_at=Subquery(last.values("revoked_at")[:1]),
        )
        .annotate(invited=_invited())
    )


def _invited() -> Case:
    return Case(
        When(Q(came_in__isnull=False), then=Value("active")),
        When(Q(invited_at__isnull=True), then=Value("not_invited")),
        When(Q(revoked_at__isnull=False), then=Value("revoked")),
        When(Q(used_at__isnull=True, ends_at__lte=Now()), then=Value("expired")),
        When(Q(opened_at__isnull=False), then=Value("opened")),
        default=Value("invited"),
        output_field=CharField(),
    )
