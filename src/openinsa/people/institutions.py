"""Institutions as a whole: suspended, resumed, and on record. An operator's work, which reads no personal data."""

import getpass
import logging
from collections.abc import Callable, Mapping

from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action, record_verb
from openinsa.people.models import Institution, InstitutionRecord, User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.people.roles import Role
from openinsa.people.tenancy import NOBODY, within

log = logging.getLogger(__name__)

institution_resumed = Signal()
"""Sent with `institution_id` inside the transaction in which a suspension is lifted: held work goes on."""


class InstitutionSuspended(Refused):
    status = 403
    sentence = _(
        "소속 기관의 이용이 멈춰 있어 지금은 들어올 수 없습니다. 기관 담당자나 운영자에게 문의해 주세요."
    )


class AlreadySuspended(Refused):
    sentence = _(
        "'%(name)s'은(는) 이미 이용이 멈춰 있습니다. 다시 이용하게 하려면 '다시 이용'을 골라 주세요."
    )


class NotSuspended(Refused):
    sentence = _("'%(name)s'은(는) 이용이 멈춰 있지 않습니다. 아무것도 바뀌지 않았습니다.")


def in_every_institution(work: Callable[[int], object], *, also_suspended: bool = False) -> None:
    """Do what comes by itself in each institution, a transaction each; one that fails leaves the others alone.

    Of a suspended one nothing moves, or its export would not hold the last word; `also_suspended` is for work that
    changes no row.
    """
    with within(None):
        wanted = (
            Institution.objects.all() if also_suspended else Institution.objects.filter(suspended_at=None)
        )
        institutions = list(wanted.order_by("pk").values_list("pk", flat=True))
    for institution_id in institutions:
        try:
            with within(institution_id):
                work(institution_id)
        except Exception:
            log.exception("periodic work failed in institution %s", institution_id)


def operator_at_the_server() -> User:
    """Who works on the command line: whoever may start the program there is an operator, under the system's name."""
    name = getpass.getuser()
    return User(username=f"{name}@server", name=name, roles=[Role.OPERATOR])


@action(permission="institutions.manage")
def suspend_institution(by: User, institution_id: int, *, reason: str) -> Institution:
    """Let nobody of an institution in and no work of it go on, until resumed. Its data stays as it is.

    Raises NotFound, ReasonMissing, AlreadySuspended.
    """
    require(reason.strip(), ReasonMissing())
    with within(institution_id, by.pk, reason.strip()):
        institution = _locked(institution_id)
        require(not institution.is_suspended, AlreadySuspended(name=institution.name))
        institution.suspended_at, institution.suspended_reason = timezone.now(), reason.strip()[:200]
        institution.save(update_fields=["suspended_at", "suspended_reason"])
        record_verb(_visiting(by, institution), "institution_suspended", institution)
    record_institution(by, InstitutionRecord.Verb.SUSPENDED, institution, reason=reason.strip())
    return institution


@action(permission="institutions.manage")
def resume_institution(by: User, institution_id: int) -> Institution:
    """Lift a suspension; work that was held goes on. Raises NotFound, NotSuspended."""
    with within(institution_id, by.pk):
        institution = _locked(institution_id)
        require(institution.is_suspended, NotSuspended(name=institution.name))
        institution.suspended_at, institution.suspended_reason = None, ""
        institution.save(update_fields=["suspended_at", "suspended_reason"])
        record_verb(_visiting(by, institution), "institution_resumed", institution)
        institution_resumed.send(Institution, institution_id=institution_id)
    record_institution(by, InstitutionRecord.Verb.RESUMED, institution)
    return institution


def record_institution(
    by: User,
    verb: str,
    institution: Institution,
    *,
    reason: str = "",
    counts: Mapping[str, int] | None = None,
    checksum: str = "",
) -> None:
    """Add one line to the installation's record of its institutions."""
    with within(NOBODY, by.pk):
        InstitutionRecord.objects.create(
            by=by.username,
            verb=verb,
            number=institution.pk,
            code=institution.code,
            name=institution.name,
            reason=reason[:200],
            counts=dict(counts or {}),
            checksum=checksum,
        )


def _visiting(by: User, institution: Institution) -> User:
    """The operator as the author of a line in an institution's own history, which its auditor reads."""
    return User(pk=by.pk, username=by.username, institution_id=institution.pk)


def _locked(institution_id: int) -> Institution:
    found = Institution.objects.select_for_update(no_key=True).filter(pk=institution_id).first()
    require(found is not None, NotFound())
    return found  # type: ignore[return-value]
