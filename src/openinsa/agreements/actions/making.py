"""Making: from registered contracts to papers that can be sent; renewed, amended, made again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

from openinsa.agreements.contents import Content, contents_of, token_of
from openinsa.agreements.files import CONTRACT, hash_of, unsigned_pdf
from openinsa.agreements.models import Agreement
from openinsa.agreements.recording import Kind, locked, note
from openinsa.agreements.refusals import AgreementUnderWay, DueBeforeToday, NoNextContract, NothingChanged
from openinsa.agreements.scope import agreements_of
from openinsa.issuing.own_forms import own_form_in_use
from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.people.acting import action, record_verb
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of

MAKES = "agreements.make"
JOB_KIND = "make_agreements"
AT_ONCE = 20
"""More than these are made by a job."""


class Left(NamedTuple):
    """A contract for which nothing was made, and why."""

    contract: Contract
    why: Exception


class Made(NamedTuple):
    agreements: list[Agreement]
    left: list[Left]


@action(permission=MAKES)
def make_agreements(by: User, contract_ids: Sequence[int], *, due_on: date) -> Made:
    """A draft for each contract within reach that needs one; the others are told with why. Raises DueBeforeToday."""
    _require_due(due_on)
    return make(by, list(contract_ids), due_on)


@action(permission=MAKES, record="agreements_ordered")
def start_making(by: User, contract_ids: Sequence[int], *, due_on: date) -> Job:
    """The same for many, as a job. Raises DueBeforeToday, NotFound."""
    _require_due(due_on)
    ids = list(
        contracts_of(by, MAKES).filter(pk__in=contract_ids).order_by("pk").values_list("pk", flat=True)
    )
    require(ids, NotFound())
    title = ngettext("전자계약서 %(count)d건 만들기", "전자계약서 %(count)d건 만들기", len(ids)) % {
        "count": len(ids)
    }
    return start_job(by, JOB_KIND, title, {"contracts": ids, "due_on": due_on.isoformat()}, total=len(ids))


def make(by: User, contract_ids: Sequence[int], due_on: date) -> Made:
    """Drafts for contracts, each contract locked meanwhile; a fixed number of statements beside the printing."""
    rows = contracts_of(by, MAKES).filter(pk__in=contract_ids).select_related("person", "project")
    contracts = list(rows.order_by("pk").select_for_update(of=("self",)))
    before, sealer, made = Before(contracts), Sealer(by.institution_id), Made([], [])  # type: ignore[arg-type]
    for contract, content in zip(contracts, contents_of(contracts), strict=True):
        try:
            made.agreements.append(_made(by, contract, content, due_on, before, sealer))
        except Refused as why:
            made.left.append(Left(contract, why))
    _tell(by, made.agreements, before)
    if made.agreements:
        record_verb(by, "agreement_made", *made.agreements)
    return made


class Before:
    """What there is of the contracts already: versions, what is open, what is in force, former contracts; and the
    institution's own form of the paper, 0 and none where it has none."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        own = own_form_in_use(CONTRACT)
        self.own_version, self.own_source = (own.version, own.source) if own else (0, None)
        ids = [contract.pk for contract in contracts]
        rows = Agreement.objects.filter(contract__in=ids)
        self.versions = dict(rows.order_by().values_list("contract").annotate(Max("version")))
        self.open = set(rows.filter(state__in=Agreement.OPEN).values_list("contract_id", flat=True))
        in_force = rows.filter(state__in=Agreement.IN_FORCE).values_list("contract_id", "content_token")
        self.in_force = {contract: bytes(token) for contract, token in in_force}
        people = {contract.person_id for contract in contracts}
        agreed = Agreement.objects.filter(contract__person__in=people, state__in=Agreement.IN_FORCE)
        self.agreed = list(agreed.values_list("contract__person", "contract__project", "contract__starts_on"))

    def kind_for(self, contract: Contract) -> str:
        """Whether a paper amends one of the same contract, renews an earlier one, or is the first."""
        if contract.pk in self.in_force:
            return str(Kind.AMENDED)
        same = (contract.person_id, contract.project_id)
        earlier = any(
            (person, project) == same and day < contract.starts_on for person, project, day in self.agreed
        )
        return str(Kind.RENEWED if earlier else Kind.MADE)


def _made(
    by: User, contract: Contract, content: Content | Exception, due_on: date, before: Before, sealer: Sealer
) -> Agreement:
    """Raises AgreementUnderWay, NothingChanged, UnprintableCharacter, what the contract's content refuses, and what the
    institution's own form is refused for."""
    name = contract.person.name
    require(contract.pk not in before.open, AgreementUnderWay(name=name))
    if isinstance(content, Exception):
        raise content
    token = token_of(content, sealer)
    require(before.in_force.get(contract.pk) != token, NothingChanged(name=name))
    content = replace(content, own_version=before.own_version)
    pdf = unsigned_pdf(content, before.own_source)
    return Agreement.objects.create(
        institution_id=by.institution_id,
        contract=contract,
        version=before.versions.get(contract.pk, 0) + 1,
        form=content.ko["kind"],
        minor=content.is_of_a_minor,
        content_sealed=sealer.seal_bytes(content.text.encode()),
        content_token=token,
        unsigned_sealed=sealer.seal_bytes(pdf),
        unsigned_sha256=hash_of(pdf),
        due_on=due_on,
        made_by=by,
        made_at=timezone.now(),
    )


def _tell(by: User, made: Sequence[Agreement], before: Before) -> None:
    for kind in (Kind.MADE, Kind.RENEWED, Kind.AMENDED):
        note(by, kind, [one for one in made if before.kind_for(one.contract) == kind])


@action(permission=MAKES)
def renew(by: User, agreement_id: int, *, due_on: date) -> Agreement:
    """A draft from the next contract of the same person in the same project.

    Raises NotFound, NoNextContract, AgreementUnderWay, NothingChanged, DueBeforeToday.
    """
    contract = _found(by, agreement_id).contract
    following = contracts_of(by, MAKES).filter(person=contract.person_id, project=contract.project_id)
    later = following.filter(starts_on__gt=contract.starts_on).order_by("starts_on").first()
    require(later is not None, NoNextContract(name=contract.person.name))
    return _one(by, later.pk, due_on)  # type: ignore[union-attr]


@action(permission=MAKES)
def amend(by: User, agreement_id: int, *, due_on: date) -> Agreement:
    """A new version with the terms as they are by now; the former one holds until both have signed the new one.

    Raises NotFound, NothingChanged, AgreementUnderWay, DueBeforeToday.
    """
    return _one(by, _found(by, agreement_id).contract_id, due_on)


@action(permission=MAKES)
def make_again(by: User, agreement_id: int, *, due_on: date) -> Agreement:
    """Cancel one that is not complete and make it anew with the terms as they are by now.

    Raises NotFound, AgreementOver, DueBeforeToday.
    """
    former = locked(agreements_of(by, MAKES), agreement_id, Agreement.OPEN)
    former.state = Agreement.State.CANCELLED
    former.save(update_fields=["state"])
    note(by, Kind.CANCELLED, [former], say("바뀐 조건으로 다시 만듦"))
    return _one(by, former.contract_id, due_on)


def _found(by: User, agreement_id: int) -> Agreement:
    found = agreements_of(by, MAKES).filter(pk=agreement_id).first()
    if found is None:
        raise NotFound()
    return found


def _one(by: User, contract_id: int, due_on: date) -> Agreement:
    _require_due(due_on)
    made = make(by, [contract_id], due_on)
    if made.left:
        raise made.left[0].why
    require(made.agreements, NotFound())
    return made.agreements[0]


def _require_due(due_on: date) -> None:
    require(due_on >= timezone.localdate(), DueBeforeToday())


def in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The contracts of a job, as many as one transaction makes."""
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
