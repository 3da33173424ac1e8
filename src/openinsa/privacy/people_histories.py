"""Which records of institutions, departments and users have a history page."""

from django.db.models import Model, QuerySet

from openinsa.people.models import Department, Institution, InstitutionSetting, User
from openinsa.privacy.histories import Part, Reach, name_by, register_history


def managed(model: type[Model]) -> Reach:
    """All rows of the institution for those who manage it, none for others."""

    def reach(user: User) -> "QuerySet[Model]":
        rows = model._default_manager.all()
        return rows if user.may("people.manage") else rows.none()

    return reach


def own_institution(user: User) -> "QuerySet[Institution]":
    """The user's institution, for those who manage it."""
    own = Institution.objects.filter(pk=user.institution_id)
    return own if user.may("people.manage") else own.none()


def users_of(user: User) -> "QuerySet[User]":
    """The logins of the user's institution, for those who manage them."""
    own = User.objects.filter(institution_id=user.institution_id)
    return own if user.may("people.manage") else own.none()


def register() -> None:
    """Make the records known whose pages stand below all rooms."""
    register_history(
        Institution,
        own_institution,
        Part(InstitutionSetting, "institution"),
        Part(Department, "institution"),
    )
    register_history(Department, managed(Department))
    register_history(User, users_of, named=("name",), page="people:user")
    name_by(InstitutionSetting, "valid_from")
