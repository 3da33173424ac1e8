"""Making integrations and their tokens, changing what they may, and ending them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.api.models import Integration, Token
from openinsa.api.rights import grantable, word_of
from openinsa.api.tokens import Written, new_token
from openinsa.people.acting import action
from openinsa.people.models import Department, User
from openinsa.people.refusals import NotFound, Refused, require

LONGEST = timedelta(days=366)


class IntegrationExists(Refused):
    sentence = _("'%(name)s' 연계가 이미 있습니다. 다른 이름을 써 주세요.")


class RightNotGiven(Refused):
    sentence = _("'%(permission)s' 권한은 '%(reach)s' 범위로 줄 수 없습니다. 범위를 다시 골라 주세요.")


class RightsMissing(Refused):
    sentence = _("권한이 하나도 없습니다. 이 연계가 할 일에 필요한 권한만 골라 주세요.")


class DepartmentMissing(Refused):
    sentence = _("'소속 부서' 범위의 권한에는 부서가 있어야 합니다. 부서를 골라 주세요.")


class NotResponsible(Refused):
    sentence = _(
        "%(name)s은(는) 지금 쓰이는 사용자가 아니어서 책임자가 될 수 없습니다. 다른 사람을 골라 주세요."
    )


class TokenLivesTooLong(Refused):
    sentence = _("토큰은 내일부터 1년(%(most)s)까지 쓸 수 있습니다. 끝나는 날을 고쳐 주세요.")


class IntegrationStopped(Refused):
    sentence = _("'%(name)s' 연계는 멈춰 있습니다. 먼저 다시 쓰기로 바꾸어 주세요.")


@action(permission="api.manage", record="integration_made")
def make_integration(
    by: User,
    *,
    name: str,
    purpose: str,
    responsible: User,
    rights: Mapping[str, str],
    department: Department | None = None,
    networks: Sequence[str] = (),
) -> Integration:
    """Add another system with its own user. Raises IntegrationExists, and what `_checked` refuses."""
    _checked(rights, department, responsible)
    require(not Integration.objects.filter(user__name=name).exists(), IntegrationExists(name=name))
    user = User.objects.create_user(
        f"api-{new_token(by.institution_id).prefix}",
        name=name,
        rights=dict(rights),
        department=department,
        institution_id=by.institution_id,
    )
    return Integration.objects.create(
        institution_id=by.institution_id,
        user=user,
        purpose=purpose,
        responsible=responsible,
        networks=list(networks),
    )


@action(permission="api.manage", record="integration_changed")
def change_integration(
    by: User,
    integration_id: int,
    *,
    purpose: str,
    responsible: User,
    rights: Mapping[str, str],
    is_active: bool,
    department: Department | None = None,
    networks: Sequence[str] = (),
) -> Integration:
    """Change what an integration may, from where, and whether at all. Raises NotFound, and what `_checked` refuses."""
    found = integration_of(by, integration_id)
    _checked(rights, department, responsible)
    user = found.user
    user.rights, user.department, user.is_active = dict(rights), department, is_active
    user.save(update_fields=["rights", "department", "is_active"])
    found.purpose, found.responsible, found.networks = purpose, responsible, list(networks)
    found.save(update_fields=["purpose", "responsible", "networks"])
    return found


@action(permission="api.manage", record="token_made")
def make_token(by: User, integration_id: int, *, last_day: date) -> tuple[Token, Written]:
    """A token until the end of a day; its text is told now and never again.

    Raises NotFound, IntegrationStopped, TokenLivesTooLong.
    """
    found = integration_of(by, integration_id)
    require(found.user.is_active, IntegrationStopped(name=found.user.name))
    today = timezone.localdate()
    require(today < last_day <= today + LONGEST, TokenLivesTooLong(most=today + LONGEST))
    written = new_token(by.institution_id)
    ends = timezone.make_aware(datetime.combine(last_day, time.max))
    token = Token.objects.create(
        institution_id=by.institution_id,
        integration=found,
        prefix=written.prefix,
        digest=written.digest,
        made_by=by,
        expires_at=ends,
    )
    return token, written


@action(permission="api.manage", record="token_revoked")
def revoke_token(by: User, token_id: int) -> Token:
    """End a token at once. Raises NotFound."""
    token = Token.objects.filter(pk=token_id, institution_id=by.institution_id).first()
    require(token is not None, NotFound())
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def integration_of(by: User, integration_id: int) -> Integration:
    """Raises NotFound."""
    require(by.may("api.manage"), NotFound())
    rows = Integration.objects.select_related("user__department", "responsible")
    found = rows.filter(pk=integration_id, institution_id=by.institution_id).first()
    require(found is not None, NotFound())
    return found  # type: ignore[return-value]


def _checked(rights: Mapping[str, str], department: Department | None, responsible: User) -> None:
    """Raises RightsMissing, RightNotGiven, DepartmentMissing, NotResponsible."""
    require(rights, RightsMissing())
    known = grantable()
    for permission, reach in rights.items():
        fits = reach in known.get(permission, ())
        require(fits, RightNotGiven(permission=word_of(permission), reach=reach))
    require(department or "department" not in rights.values(), DepartmentMissing())
    answers = responsible.is_active and not responsible.is_integration
    require(answers, NotResponsible(name=responsible.name))
