"""Paid payslips given to their owners: written down for each, and sent where the institution chose so."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_noop

from openinsa.delivery.languages import KOREAN, languages_of
from openinsa.delivery.links import address, new_secret
from openinsa.delivery.models import Handover, MailSetting, Purpose, Way
from openinsa.delivery.outbox import WITHOUT_ADDRESS, Attached, Draft, write_messages
from openinsa.delivery.protecting import NoPassword, password_of, protected
from openinsa.delivery.sending import send_of_job
from openinsa.delivery.slip_files import files_of_slips, issue_statements
from openinsa.delivery.texts import filled, text_for
from openinsa.documents.wage_statements import processes_kept
from openinsa.jobs.actions import start_job
from openinsa.jobs.work import Progress
from openinsa.payroll.models import PayRun, Payslip
from openinsa.people.models import User
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

JOB_KIND = "hand_over_slips"
AT_A_TIME = 250
WITHOUT_LOGIN = gettext_noop("로그인이 없어 링크를 열 수 없습니다. 초대하거나 암호를 건 PDF로 보내 주세요.")


def hand_over_paid(sender: type | None, by: User, verb: str, subjects: Sequence[Any], **named: Any) -> None:
    """When runs were paid, start the job that hands their slips over, in the same transaction."""
    if verb != "run_paid":
        return
    runs = [one for one in subjects if isinstance(one, PayRun)]
    months = {f"{run.month:%Y-%m}" for run in runs}
    title = say("%(month)s 급여명세서 교부: %(count)d개 사업") % {
        "month": ", ".join(sorted(months)),
        "count": len(runs),
    }
    start_job(by, JOB_KIND, title, {"runs": [run.pk for run in runs]})


def perform_handing_over(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand over what is not yet handed over of some runs, or send some handovers again; then send.

    Each chunk writes its handovers and its messages together: whatever is killed goes on with the rest.
    """
    way = str(arguments.get("way") or "")
    with within(progress.institution_id, progress.actor_id):
        ids = _left(arguments, progress.job_id)
    done, total = 0, 2 * len(ids)
    with processes_kept(len(ids)):
        for chunk in [ids[at : at + AT_A_TIME] for at in range(0, len(ids), AT_A_TIME)]:
            progress.report(done, total)
            with within(progress.institution_id, progress.actor_id):
                _prepare(progress, chunk, way)
            done += len(chunk)
    told = send_of_job(progress, progress.job_id, done)
    return {"handed_over": len(ids), **told}


def _left(arguments: Mapping[str, Any], job_id: int) -> list[int]:
    """The slips that are still to be handed over, or to be sent again by this job."""
    if "handovers" in arguments:
        wanted = Handover.objects.filter(pk__in=arguments["handovers"]).exclude(messages__job_id=job_id)
        return list(wanted.order_by("pk").values_list("slip_id", flat=True))
    slips = Payslip.objects.filter(run__in=arguments["runs"], run__state=PayRun.State.PAID, handover=None)
    return list(slips.order_by("pk").values_list("pk", flat=True))


def _prepare(progress: Progress, ids: Sequence[int], again_by: str) -> None:
    """One chunk: the papers, the rows that say that they were handed over, and the messages."""
    setting = MailSetting.objects.first() or MailSetting(institution_id=progress.institution_id)
    way = again_by or setting.way
    slips = list(
        Payslip.objects.filter(pk__in=ids).select_related("person", "run", "institution").order_by("pk")
    )
    papers = issue_statements(User.objects.get(pk=progress.actor_id), slips)
    known = {one.slip_id: one for one in Handover.objects.filter(slip__in=ids)}
    fresh = [_handover(slip, way, papers.get(slip.pk)) for slip in slips if slip.pk not in known]
    known |= {one.slip_id: one for one in Handover.objects.bulk_create(fresh)}
    if way == Way.PAGE:
        return
    sealer = Sealer(progress.institution_id)
    write_messages(
        sealer, drafts(setting, sealer, way, [known[slip.pk] for slip in slips], slips, progress.job_id)
    )


def _handover(slip: Payslip, way: str, paper: int | None) -> Handover:
    return Handover(
        institution_id=slip.institution_id, slip=slip, person_id=slip.person_id, way=way, paper=paper
    )


def drafts(
    setting: MailSetting,
    sealer: Sealer,
    way: str,
    handovers: Sequence[Handover],
    slips: Sequence[Payslip],
    job_id: int | None,
) -> Iterator[Draft]:
    """A message for each slip, in the words and the language of its owner."""
    logins = {one.person_id: one for one in User.objects.filter(person__in=[one.person_id for one in slips])}
    languages = languages_of(list(logins.values()))
    files = files_of_slips(slips) if way == Way.PDF else [b""] * len(slips)
    for handover, slip, pdf in zip(handovers, slips, files, strict=True):
        login = logins.get(slip.person_id)
        language = languages[login.pk] if login else KOREAN
        yield _draft(setting, sealer, way, handover, slip, pdf, login, language, job_id)


def _draft(
    setting: MailSetting,
    sealer: Sealer,
    way: str,
    handover: Handover,
    slip: Payslip,
    pdf: bytes,
    login: User | None,
    language: str,
    job_id: int | None,
) -> Draft:
    purpose = Purpose.PAYSLIP_PDF if way == Way.PDF else Purpose.PAYSLIP_LINK
    ends, secret = timezone.now() + timedelta(days=setting.link_days), new_secret(slip.institution_id)
    error = WITHOUT_LOGIN if way == Way.LINK and (login is None or not login.is_active) else ""
    file = None
    to = sealer.open(slip.person.email_sealed)
    if way == Way.PDF and to:
        try:
            locked = protected(pdf, password_of(slip.person, setting, sealer))
            file = Attached(f"{slip.run.month:%Y-%m}.pdf", locked)
        except NoPassword as unknown:
            error = str(unknown)
    text = text_for(purpose, language)
    with translation.override(language):
        values = {
            "institution": slip.institution.name,
            "name": slip.person.name,
            "month": f"{slip.run.month:%Y-%m}",
            "link": address("delivery:open_link", secret),
            "until": f"{timezone.localtime(ends):%Y-%m-%d}",
            "password": str(setting.get_password_rule_display()),
        }
    return Draft(
        purpose,
        to,
        filled(text.subject, values),
        filled(text.body, values),
        language=language,
        person=slip.person,
        user=login,
        handover=handover,
        file=file,
        link=secret if way == Way.LINK and not error else "",
        link_ends_at=ends if way == Way.LINK else None,
        job_id=job_id,
        error=error if to else WITHOUT_ADDRESS,
    )
