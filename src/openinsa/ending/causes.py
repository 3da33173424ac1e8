"""Why an employment ended: the list that a settlement chooses from.

`dismissal`: the employer ended it, so that thirty days' notice or pay in place of it is due, unless the
cause itself frees from it (근로기준법 제26조 단서). The numbers of the loss report to the employment
insurance are another list, not yet read in an official text.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Cause:
    """One reason of leaving."""

    code: str
    label: str | Promise
    dismissal: bool = False
    law: str = ""


CAUSES = (
    Cause("contract_ended", _("계약기간 만료")),
    Cause("project_ended", _("사업 종료")),
    Cause("resigned", _("본인 사정(의원면직)")),
    Cause("resigned_for_cause", _("근로조건 변동 등 정당한 사유의 사직")),
    Cause("agreed", _("합의·권고사직")),
    Cause("dismissed", _("해고"), dismissal=True, law="근로기준법 제26조"),
    Cause("dismissed_for_business", _("경영상 해고"), dismissal=True, law="근로기준법 제24조, 제26조"),
    Cause(
        "dismissed_notice_exempt",
        _("예고가 필요 없는 해고(천재·사변, 고의의 손해)"),
        law="근로기준법 제26조 단서",
    ),
    Cause("retired", _("정년")),
    Cause("moved", _("다른 기관으로 전출")),
    Cause("died", _("사망")),
    Cause("other", _("그 밖")),
)
CAUSE_LABELS = {cause.code: cause.label for cause in CAUSES}
DISMISSALS = frozenset(cause.code for cause in CAUSES if cause.dismissal)
