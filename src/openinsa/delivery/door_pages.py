"""Pages behind a link: a payslip that opens once, and a worker's first way in. Nobody has to be signed in to see them.

Looking at such a page uses nothing up: programs that read mail for viruses look at every link.
"""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from openinsa.delivery import invitations as inviting
from openinsa.delivery import links
from openinsa.delivery.carrying import can_be_reached
from openinsa.delivery.door_forms import BirthForm, LetterForm, ProofForm
from openinsa.delivery.models import Invitation
from openinsa.delivery.seen import note_page
from openinsa.entrance.code_pages import answered, come_in
from openinsa.entrance.codes import MINUTES, may_use_codes
from openinsa.people.invitations import invitation_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.people.tenancy import within

JOINING, PROVED, AGAIN = "joining", "proved_invitation", "again"


@login_not_required
@never_cache
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link to a payslip. It is used up by whom it was sent to, after signing in, by pressing the button."""
    with links.link(secret) as message:
        links.require_living(message)
        institution, month = message.institution.name, message.handover.slip.run.month
        owner = request.user.is_authenticated and request.user.person_id == message.person_id
        require(owner or not request.user.is_authenticated, links.LinkOfAnother())
        if owner and request.method == "POST":
            slip = links.use(request.user, message)
            note_page(request.user, slip)
            return redirect("payroll:slip", slip)
    context = {"institution": institution, "month": month, "owner": owner, "here": request.path}
    return render(request, "delivery/open_link.html", context)


@login_not_required
@never_cache
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation: who comes must show to be the one who was invited. Says no name before that.

    Whose number did not come, or came too late, begins again with the birth date.
    """
    with inviting.invited(secret) as invitation:
        inviting.note_opened(invitation)
    by_letter = invitation.by == Invitation.By.LETTER
    if AGAIN in request.GET:
        request.session.pop(JOINING, None)
    if not by_letter and request.session.get(JOINING) == invitation.pk:
        return _enter_proof(request, invitation)
    form = (LetterForm if by_letter else BirthForm)(request.POST or None)
    if answered(form, lambda typed: _prove(request, invitation, **typed)):
        return redirect("delivery:begin") if by_letter else redirect(request.path)
    context = {"form": form, "institution": invitation.institution.name, "by_letter": by_letter}
    return render(request, "delivery/join.html", context)


def _prove(request: HttpRequest, invitation: Invitation, birth: str, pin: str = "") -> bool:
    """Count the try, then look. Raises InvitationClosed, NotTheInvited."""
    with within(invitation.institution_id, invitation.user_id):
        inviting.count_try(invitation)
    by_letter = invitation.by == Invitation.By.LETTER
    with within(invitation.institution_id, invitation.user_id):
        right = (
            inviting.prove_by_letter(invitation, birth, pin)
            if by_letter
            else inviting.is_born(invitation, birth)
        )
        left = inviting.tries_left(invitation)
        if right and not by_letter:
            inviting.send_proof(invitation)
    require(right, inviting.NotTheInvited(left=left))
    if by_letter:
        _remember(request, invitation)
    else:
        request.session[JOINING] = invitation.pk
    return True


def _enter_proof(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = ProofForm(request.POST or None)
    if answered(form, lambda typed: _proved_by_code(request, invitation, typed["code"])):
        return redirect("delivery:begin")
    context = {"form": form, "minutes": MINUTES, "institution": invitation.institution.name}
    return render(request, "delivery/join_code.html", context)


def _proved_by_code(request: HttpRequest, invitation: Invitation, code: str) -> bool:
    with within(invitation.institution_id, invitation.user_id):
        inviting.count_try(invitation)
    with within(invitation.institution_id, invitation.user_id):
        right, left = inviting.prove_by_code(invitation, code), inviting.tries_left(invitation)
    require(right, inviting.ProofWrong(left=left))
    request.session.pop(JOINING, None)
    _remember(request, invitation)
    return True


def _remember(request: HttpRequest, invitation: Invitation) -> None:
    request.session[PROVED] = [invitation.institution_id, invitation.pk]


@login_not_required
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Who has shown to be the invited chooses how to come in from now on; with that the invitation is used up."""
    proved = request.session.get(PROVED)
    require(isinstance(proved, list), NotFound())
    with within(proved[0]):
        found = (
            Invitation.objects.filter(pk=proved[1])
            .select_related("user__person", "user__institution")
            .first()
        )
        require(found is not None, NotFound())
        inviting.require_open(found)  # type: ignore[arg-type]
        user: User = found.user  # type: ignore[union-attr]
        by_code = may_use_codes(user) and can_be_reached(user)
    if request.method == "POST":
        return _begun(request, found, user, request.POST.get("how", ""), by_code)  # type: ignore[arg-type]
    return render(request, "delivery/begin.html", {"invited": user, "by_code": by_code})


def _begun(request: HttpRequest, invitation: Invitation, user: User, how: str, by_code: bool) -> HttpResponse:
    require(how in {"passkey", "password"} or (how == "code" and by_code), NotFound())
    with within(user.institution_id, user.pk):
        inviting.use(invitation)
        address = invitation_of(user)
    if request.user.is_authenticated:
        logout(request)
    request.session.pop(PROVED, None)
    if how == "password":
        return redirect(address)
    onward = reverse("mfa_add_webauthn") if how == "passkey" else reverse("home")
    return come_in(request, user, "invitation", onward)
