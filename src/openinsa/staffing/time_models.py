"""What is written down about working time: consents, permissions, agreements. staffing.models has all of it too."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Person, TenantModel


class Paper(TenantModel):
    """Something written that lets the law's limits of time be passed for some days; without an end it goes on."""

    valid_from = models.DateField(_("적용 시작일"))
    valid_to = models.DateField(_("적용 종료일"), null=True, blank=True)
    dated_on = models.DateField(_("문서 날짜"))
    document = models.CharField(_("문서"), max_length=200)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the paper covers a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Consent(Paper):
    """What one person agreed to or asked for, or was permitted, in writing."""

    class Kind(models.TextChoices):
        NIGHT_CONSENT = "night_consent", _("야간·휴일근로 동의(18세 이상 여성)")
        NIGHT_PERMISSION = (
            "night_permission",
            _("야간·휴일근로 동의·청구와 고용노동부 인가(18세 미만, 임산부)"),
        )
        PARENTAL = "parental", _("나이 증명서와 친권자·후견인 동의서(18세 미만)")
        MINOR_EXTENSION = "minor_extension", _("연소자 연장근로 합의")
        PART_TIME = "part_time", _("단시간근로자 초과근로 동의")
        BREAK_WAIVER = "break_waiver", _("4시간 근로에 휴게를 쓰지 않겠다는 요청")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(_("종류"), max_length=20, choices=Kind)

    class Meta:
        ordering = ["kind", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="consent_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="consent_names_its_document"),
        ]


class Motherhood(TenantModel):
    """A pregnancy that a worker told of, and the birth. Its dates are sealed: they are nobody else's business.

    What is sealed is written by staffing.motherhood.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="motherhoods")
    facts_sealed = models.BinaryField()

    class Meta:
        ordering = ["id"]
