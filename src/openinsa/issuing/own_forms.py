"""Forms as an institution wrote them: saved only when they print, kept version by version, laid aside by one click."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from openinsa.documents.overrides import check_override, inner_of, overridable, print_override, sample_of
from openinsa.documents.places import FORMS
from openinsa.documents.printing import Paper, print_one
from openinsa.issuing.kinds import KINDS
from openinsa.issuing.models import OwnForm
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require

SETS = "issuing.set"
AS_SHOWN: dict[str, Callable[[], str | None]] = {}
"""By form, who tells the text by which the paper being printed was shown to somebody before."""


class Form(NamedTuple):
    """A form that an institution may write itself, and its own version in use."""

    name: str
    labels: list[str | Promise]
    own: OwnForm | None


def forms_of_kinds() -> list[Form]:
    """The forms of everything that can be issued, the house's own text where nothing else is in use."""
    used = {one.form: one for one in OwnForm.objects.filter(laid_aside_at=None).select_related("written_by")}
    names = sorted({inner_of(kind.form) for kind in KINDS.values()} & overridable())
    return [
        Form(name, [kind.label for kind in KINDS.values() if inner_of(kind.form) == name], used.get(name))
        for name in names
    ]


def require_form(name: str) -> str:
    """Raises NotFound."""
    require(name in {one.name for one in forms_of_kinds()}, NotFound())
    return name


def house_source(form: str) -> str:
    """The text of the house's own form."""
    return (FORMS / f"{form}.typ").read_text(encoding="utf-8")


def own_form_in_use(form: str) -> OwnForm | None:
    """The institution's own version of a form, or of the one inside it; None where the house's own prints."""
    return OwnForm.objects.filter(form=inner_of(form), laid_aside_at=None).first()


def source_in_use(form: str) -> str | None:
    """The text of the same."""
    own = own_form_in_use(form)
    return own.source if own else None


def source_of_version(form: str, version: int) -> str | None:
    """A version that was kept, 0 for the house's own form."""
    return OwnForm.objects.get(form=inner_of(form), version=version).source if version else None


def print_as_shown(form: str, source: Callable[[], str | None]) -> None:
    """Let papers of a form be printed by the text by which they were shown, whatever is in use by now."""
    AS_SHOWN[form] = source


def source_to_print(form: str) -> str | None:
    """The text by which a paper is printed now, None for the house's own form."""
    return AS_SHOWN[form]() if form in AS_SHOWN else source_in_use(form)


def print_form(paper: Paper, own: str | None) -> bytes:
    """A paper by the institution's own text, or the house's. Raises what `print_one` and `print_override` raise."""
    return print_one(paper) if own is None else print_override(paper, own)


@action(permission=SETS)
def preview_form(by: User, form: str, *, source: str) -> bytes:
    """The form with sample data. Raises NotFound and what `check_override` raises."""
    require_form(form)
    return check_override(form, source, _sample_given_out(form))


def _sample_given_out(form: str) -> dict[str, Any]:
    """The form's sample with a number and a code, unless the form is only ever issued inside another one."""
    told = sample_of(form)
    if form not in {kind.form for kind in KINDS.values()}:
        return told
    return {"issue": sample_of("employment_certificate")["issue"], **told}


@action(permission=SETS, record="own_form_saved")
def save_form(by: User, form: str, *, source: str, note: str = "") -> OwnForm:
    """Print by this text from now on, if it prints the sample with all that the law wants.

    Raises NotFound and what `check_override` raises; then nothing is stored.
    """
    require_form(form)
    check_override(form, source, _sample_given_out(form))
    former = OwnForm.objects.select_for_update(of=("self",)).filter(form=form)
    version = max((one.version for one in former), default=0) + 1
    former.filter(laid_aside_at=None).update(laid_aside_at=timezone.now())
    return OwnForm.objects.create(
        institution_id=by.institution_id,
        form=form,
        version=version,
        source=source,
        note=note.strip()[:200],
        written_by=by,
    )


@action(permission=SETS, record="own_form_laid_aside")
def lay_form_aside(by: User, form: str) -> OwnForm:
    """Print by the house's own form again; the versions stay. Raises NotFound."""
    own = OwnForm.objects.select_for_update(of=("self",)).filter(form=form, laid_aside_at=None).first()
    if own is None:
        raise NotFound()
    own.laid_aside_at = timezone.now()
    own.save(update_fields=["laid_aside_at"])
    return own
