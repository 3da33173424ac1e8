"""Telling workers that a contract waits for their signature, and that it is concluded: by mail or telephone.

A message leads to the worker's own page, which asks who it is; it holds nothing of the contract itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as say

from openinsa.agreements.models import Agreement
from openinsa.delivery.carrying import SMS, reached_by
from openinsa.delivery.languages import languages_of
from openinsa.delivery.models import Purpose
from openinsa.delivery.outbox import Draft, write_messages
from openinsa.delivery.sending import JOB_KIND
from openinsa.delivery.texts import filled, text_for
from openinsa.jobs.actions import start_job
from openinsa.people.models import User
from openinsa.privacy.sealing import Sealer


def ask_to_sign(sender: object, by: User, agreements: Sequence[Agreement], **named: Any) -> None:
    """Ask the workers of contracts that were sent, or are reminded of."""
    _tell(by, Purpose.AGREEMENT, agreements)


def tell_completed(sender: object, by: User, agreements: Sequence[Agreement], **named: Any) -> None:
    """Tell the workers where the file is that both hold (근로기준법 제17조제2항: the paper is handed over)."""
    _tell(by, Purpose.AGREED, agreements)


def _tell(by: User, purpose: str, agreements: Sequence[Agreement]) -> None:
    """Messages to all who have a login and can be reached, as one job; nothing where there is nobody."""
    people = [one.contract.person_id for one in agreements]
    users = {one.person_id: one for one in User.objects.filter(person__in=people).select_related("person")}
    sealer, spoken = Sealer(by.institution_id or 0), languages_of(list(users.values()))
    told = (
        _draft(by, purpose, one, users[person], sealer, spoken)
        for one, person in zip(agreements, people, strict=True)
        if person in users
    )
    drafts = [one for one in told if one.address]
    if drafts:
        title = say("근로계약서 알림: %(count)d명") % {"count": len(drafts)}
        job = start_job(by, JOB_KIND, title, {}, total=len(drafts))
        write_messages(sealer, [Draft(**{**vars(one), "job_id": job.pk}) for one in drafts])


def _draft(
    by: User, purpose: str, one: Agreement, user: User, sealer: Sealer, spoken: Mapping[int, str]
) -> Draft:
    channel, address = reached_by(user, sealer)
    text, language = text_for(purpose, spoken[user.pk]), spoken[user.pk]
    values = {
        "institution": str(by.institution),
        "name": user.name,
        "link": f"{settings.PUBLIC_ADDRESS}{reverse('agreements:own', args=[one.pk])}",
        "until": f"{one.due_on:%Y-%m-%d}",
    }
    return Draft(
        purpose,
        address,
        filled(text.subject, values),
        filled((text.short or text.body) if channel == SMS else text.body, values),
        channel=channel,
        language=language,
        person=user.person,
        user=user,
    )
