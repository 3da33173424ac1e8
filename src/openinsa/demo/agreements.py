"""Contracts of the demo district on their way from draft to the file that both hold, by the screens' own actions."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from openinsa.agreements.actions.making import make_agreements
from openinsa.agreements.actions.sending import send
from openinsa.agreements.actions.signing import countersign, decline, open_agreement, sign
from openinsa.agreements.identity import Identity, Proof
from openinsa.agreements.models import Agreement
from openinsa.demo.founding import Founded
from openinsa.issuing.keys import make_first_key
from openinsa.issuing.models import SigningKey
from openinsa.people.actions import make_user
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import within
from openinsa.staffing.models import Contract

SHOWN = 9
WAITS, COMPLETED, SIGNED, DECLINED = slice(0, 1), slice(1, 4), slice(4, 6), slice(6, 7)
"""Of the contracts shown: the demo worker's own waits to be signed; the last two stay drafts."""
DAYS_TO_SIGN = 14


def agree(founded: Founded) -> None:
    """A few contracts in every state, and the first worker's own to be signed."""
    with within(founded.institution.pk, founded.users["hr"].pk):
        hr, contracts = founded.users["hr"], _contracts(founded)
        due_on = timezone.localdate() + timedelta(days=DAYS_TO_SIGN)
        made = make_agreements(hr, [contract.pk for contract in contracts], due_on=due_on).agreements
        by_contract = {one.contract_id: one for one in made}
        ordered = [by_contract[contract.pk] for contract in contracts if contract.pk in by_contract]
        send(hr, [one.pk for one in ordered[: DECLINED.stop]])
        _workers_answer(founded, ordered)
        if not SigningKey.objects.filter(retired_at=None).exists():
            make_first_key(founded.institution)
        countersign(hr, [one.pk for one in ordered[COMPLETED]], proof=_proof("Edge · Windows"))


def _contracts(founded: Founded) -> Sequence[Contract]:
    """The first worker's and those of others with a job that the paper can name."""
    return [contract for contract in founded.contracts if contract.job][:SHOWN]


def _workers_answer(founded: Founded, agreements: Sequence[Agreement]) -> None:
    for number, one in enumerate(agreements[COMPLETED.start : DECLINED.stop]):
        worker = _login(founded, one, number)
        open_agreement(worker, one.pk)
        if one in agreements[DECLINED]:
            decline(worker, one.pk, reason="근무시간이 면접 때 들은 것과 다릅니다.")
        else:
            shown = {"shown": one.unsigned_sha256, "typed": one.contract.person.name}
            sign(worker, one.pk, proof=_proof("Samsung Internet · Android"), **shown)


def _login(founded: Founded, one: Agreement, number: int) -> User:
    """The login of whoever signs; without a password, as that of somebody who was invited."""
    person = one.contract.person
    known = User.objects.filter(person=person).first()
    if known:
        return known
    user = make_user(founded.users["hr"], f"worker-{number + 2}", person.name, [Role.WORKER])
    user.person = person
    user.save(update_fields=["person"])
    return user


def _proof(device: str) -> Proof:
    return Proof(Identity.PASSKEY, timezone.now(), None, device)
