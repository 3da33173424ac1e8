"""Institutions, departments and users: founding, adding, changing."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Department, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.roles import PERMISSIONS, SEE_PAY, PayRight, Role, Scope


class DepartmentExists(Refused):
    sentence = _("'%(name)s' 부서가 이미 있습니다. 다른 이름을 써 주세요.")


class UserExists(Refused):
    sentence = _("로그인 이름 '%(username)s'은(는) 이미 쓰이고 있습니다. 다른 이름을 써 주세요.")


class RoleUnknown(Refused):
    sentence = _("'%(role)s'은(는) 줄 수 있는 역할이 아닙니다. 역할을 다시 골라 주세요.")


class NotOneself(Refused):
    sentence = _("자기 자신의 역할이나 사용 여부는 바꿀 수 없습니다. 다른 인사담당에게 부탁해 주세요.")


class BeyondTheIntegration(Refused):
    status = 403
    sentence = _(
        "이 연계에 없는 권한을 가진 로그인은 연계로 만들거나 바꾸거나 초대할 수 없습니다. 인사담당이 화면에서 해 주세요."
    )


@action(permission="people.manage", record="department_made")
def make_department(by: User, name: str) -> Department:
    """Add a department to the user's institution. Raises DepartmentExists."""
    try:
        with transaction.atomic():
            return Department.objects.create(institution_id=by.institution_id, name=name)
    except IntegrityError as broken:
        raise DepartmentExists(name=name) from broken


@action(permission="people.manage", record="user_made")
def make_user(
    by: User, username: str, name: str, roles: Iterable[str], department: Department | None = None
) -> User:
    """Add a login without a password; an invitation lets its owner set one.

    Raises UserExists, RoleUnknown, BeyondTheIntegration.
    """
    roles = _grantable(roles)
    require_within_reach(by, roles)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username=username,
                name=name,
                roles=roles,
                department=department,
                institution_id=by.institution_id,
            )
    except IntegrityError as broken:
        raise UserExists(username=username) from broken


@action(permission="people.manage", record="user_changed")
def change_user(
    by: User,
    user_id: int,
    *,
    roles: Iterable[str],
    department: Department | None,
    is_active: bool,
    valid_to: date | None,
    pay_right: str | None = None,
) -> User:
    """Change what a user may do, whether at all and until when; None leaves the right to see pay as it is.

    Raises NotFound, NotOneself, RoleUnknown, BeyondTheIntegration.
    """
    user = User.objects.filter(pk=user_id, institution_id=by.institution_id).first()
    require(user is not None, NotFound())
    require(user_id != by.pk, NotOneself())
    require_within_reach(by, user.roles, user.pay_right)
    user.roles, user.department, user.is_active = _grantable(roles), department, is_active
    user.valid_to = valid_to
    user.pay_right = user.pay_right if pay_right is None else pay_right
    require_within_reach(by, user.roles, user.pay_right)
    user.save(update_fields=["roles", "department", "is_active", "valid_to", "pay_right"])
    return user


def require_within_reach(by: User, roles: Iterable[str], pay_right: str = PayRight.BY_ROLE) -> None:
    """Keep an integration from making, or entering by an invitation, a login that may do more than itself.

    What a role may all over the institution, the integration must have; that of HR is therefore never its to give.
    Raises BeyondTheIntegration.
    """
    if not by.is_integration:
        return
    wide = {
        one for one, reach in PERMISSIONS.items() for role in roles if reach.get(role) == Scope.INSTITUTION
    }
    wide |= {SEE_PAY} if pay_right == PayRight.GRANTED else set()
    require(all(by.own_scope(one) == Scope.INSTITUTION for one in wide), BeyondTheIntegration())


def _grantable(roles: Iterable[str]) -> list[str]:
    """The roles an institution may grant: all but the operator's."""
    wanted = sorted(set(roles))
    for role in wanted:
        require(role in set(Role) - {Role.OPERATOR}, RoleUnknown(role=role))
    return wanted
