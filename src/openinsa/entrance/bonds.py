"""A user and whom a provider vouches for are bound at the first sign-on: a login name may pass to another person.

Only issuer and number together tell somebody for good (OpenID Connect Core 1.0, section 5.7).
"""

from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.people.tenancy import within


class BoundToAnother(Refused):
    status = 403
    sentence = _(
        "'%(login)s'은(는) 통합로그인의 다른 사람에게 묶여 있어 들여보내지 않았습니다. 이름이나 사람이 바뀌었으면"
        " 인사담당에게 사용자 화면에서 묶음을 풀어 달라고 하세요."
    )


class NotBound(Refused):
    sentence = _("%(name)s님은 아직 통합로그인에 묶여 있지 않습니다. (아무것도 바뀌지 않았습니다.)")


def bind(user: User, subject: str) -> None:
    """Keep who first came in as this user, and let in nobody else afterwards. Raises BoundToAnother."""
    if user.provider_subject == subject:
        return
    with within(None):  # where every login is seen: the number may be bound to another institution's user
        elsewhere = User.objects.filter(provider_subject=subject).exclude(pk=user.pk).exists()
    require(not elsewhere and not user.provider_subject, BoundToAnother(login=user.username))
    with within(user.institution_id, user.pk):
        unbound = User.objects.filter(pk=user.pk, provider_subject="")
        require(unbound.update(provider_subject=subject), BoundToAnother(login=user.username))


@action(permission="people.manage", record="bond_loosened")
def loosen_bond(by: User, user_id: int, *, reason: str) -> User:
    """Let the next sign-on over the provider bind a user anew. Raises NotFound, ReasonMissing, NotBound."""
    user = User.objects.filter(pk=user_id, institution_id=by.institution_id).first()
    if user is None:
        raise NotFound
    require(reason.strip(), ReasonMissing())
    require(user.provider_subject, NotBound(name=user.name))
    user.provider_subject = ""
    user.save(update_fields=["provider_subject"])
    return user
