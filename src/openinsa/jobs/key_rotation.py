"""A new data key for the institution, as a job: every sealed value is sealed anew while people work on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.jobs.actions import start_job
from openinsa.jobs.models import Job
from openinsa.jobs.work import Progress
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.privacy.rotation import begin_rotation, rotate

JOB_KIND = "rotate_keys"
OVER = (Job.State.DONE, Job.State.CANCELLED, Job.State.FAILED)


class KeysBeingChanged(Refused):
    sentence = _("열쇠를 바꾸는 작업이 이미 있습니다. 그 작업이 끝난 뒤에 다시 해 주세요.")


class ValuesNotOpened(Refused):
    sentence = _(
        "값 %(count)d개는 열리지 않아 옛 열쇠와 함께 그대로 두었고 나머지는 새 열쇠로 바꿨습니다. 운영자가 백업과 비교해야 합니다."
    )


class ValuesLeft(Refused):
    sentence = _(
        "값 %(count)d개를 다른 작업이 오래 쓰고 있어 아직 옛 열쇠로 남았습니다. 그 작업이 끝난 뒤 이어서 해 주세요."
    )


@action(permission="privacy.rotate_keys")
def start_key_rotation(by: User) -> Job:
    """Make a new key and let a job seal everything under it. Raises KeysBeingChanged, MasterKeyNotReached."""
    require(not Job.objects.filter(kind=JOB_KIND).exclude(state__in=OVER).exists(), KeysBeingChanged())
    number = begin_rotation(by.institution_id or 0)
    title = say("암호 열쇠 %(number)d번으로 바꾸기") % {"number": number}
    return start_job(by, JOB_KIND, title, {"key": number})


def perform_key_rotation(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Seal what is still under a former key. Raises ValuesLeft, ValuesNotOpened, and what stops the job."""
    done = rotate(progress.institution_id, progress.actor_id, progress.report)
    require(not done["left"], ValuesLeft(count=done["left"]))
    require(not done["unopened"], ValuesNotOpened(count=done["unopened"]))
    return done
