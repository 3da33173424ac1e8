"""Long work: what runs, how far it is, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel, User

KINDS_OF_WORK: dict[str, str | Promise] = {
    "pay_run": _("급여 계산"),
    "register_people": _("엑셀 등록"),
    "rotate_keys": _("열쇠 바꾸기"),
    "destruction": _("개인정보 파기"),
    "issue_papers": _("문서 한꺼번에 발급"),
    "hand_over_slips": _("급여명세서 교부"),
    "send_messages": _("메시지 보내기"),
    "make_agreements": _("전자계약서 만들기"),
    "countersign_agreements": _("전자계약 기관 서명"),
}


class Job(TenantModel):
    class State(models.TextChoices):
        WAITING = "waiting", _("대기")
        RUNNING = "running", _("진행 중")
        DONE = "done", _("완료")
        CANCELLED = "cancelled", _("취소됨")
        FAILED = "failed", _("실패")
        HELD = "held", _("기관 이용 멈춤")

    kind = models.CharField(_("종류"), max_length=40)
    title = models.CharField(_("작업"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("처리"), default=0)
    total = models.PositiveIntegerField(_("전체"), default=0)
    message = models.CharField(_("알림"), max_length=300, blank=True)
    result = models.JSONField(default=dict)
    cancel_requested = models.BooleanField(default=False)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("요청 일시"), auto_now_add=True)
    finished_at = models.DateTimeField(_("끝난 일시"), null=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_does_not_overrun")]

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.CANCELLED, self.State.FAILED}

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class JobOverview(models.Model):
    """A job as an operator sees it: that it goes on, and how far. A view without titles, messages and results,
    which may name people."""

    institution_name = models.CharField(_("기관"), max_length=100)
    kind = models.CharField(_("종류"), max_length=40)
    state = models.CharField(_("상태"), max_length=10, choices=Job.State)
    done = models.PositiveIntegerField(_("처리"))
    total = models.PositiveIntegerField(_("전체"))
    requested_at = models.DateTimeField(_("요청 일시"))
    finished_at = models.DateTimeField(_("끝난 일시"), null=True)

    class Meta:
        managed = False
        db_table = "jobs_overview"
        ordering = ["-requested_at"]

    @property
    def work(self) -> str | Promise:
        """What is done, in words; the name of the kind where it has none."""
        return KINDS_OF_WORK.get(self.kind, self.kind)
