"""What the review of access records keeps: rules of an institution, what was looked into, sign-offs, archives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel, User


class AccessSetting(TenantModel):
    """How long access records stay at hand and what the monthly review brings up, from a day on.

    Two years where unique identifiers are processed, one at least: 개인정보의 안전성 확보조치 기준 제8조.
    """

    valid_from = models.DateField(_("적용일"))
    keep_years = models.PositiveSmallIntegerField(_("접속기록 보관(년)"), default=2)
    many_people = models.PositiveIntegerField(_("하루에 본 사람 수"), default=300)
    night_from = models.PositiveSmallIntegerField(_("야간 시작(분)"), default=22 * 60)
    night_to = models.PositiveSmallIntegerField(_("야간 끝(분)"), default=6 * 60)
    reveals_a_day = models.PositiveSmallIntegerField(_("하루에 가려진 값을 본 횟수"), default=10)
    least_letters = models.PositiveSmallIntegerField(_("사유의 최소 글자 수"), default=8)
    known_address_days = models.PositiveSmallIntegerField(_("새 접속지로 보는 날수"), default=90)
    source = models.CharField(_("근거"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "valid_from"], name="one_access_setting_per_day"),
            models.CheckConstraint(
                condition=Q(keep_years__gte=1, keep_years__lte=10), name="access_kept_a_year_at_least"
            ),
            models.CheckConstraint(
                condition=Q(night_from__lt=24 * 60, night_to__lt=24 * 60), name="night_within_a_day"
            ),
        ]


class LookedInto(TenantModel):
    """One thing that the review brought up, and what whoever looked into it found."""

    month = models.DateField(_("월"))
    finding = models.CharField(_("항목"), max_length=120)
    note = models.CharField(_("확인한 내용"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("확인한 사람"))
    at = models.DateTimeField(_("확인일시"), auto_now_add=True)

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "month", "finding"], name="looked_into_once")
        ]


class AccessReview(TenantModel):
    """The sign-off of a month: who reviewed it, and where the chain of records stood then."""

    month = models.DateField(_("월"))
    records = models.PositiveBigIntegerField(_("접속기록"))
    findings = models.PositiveIntegerField(_("살펴본 항목"))
    number = models.BigIntegerField(_("마지막 번호"))
    digest = models.BinaryField(_("고정값"), max_length=32)
    note = models.CharField(_("의견"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("점검한 사람"))
    at = models.DateTimeField(_("점검일시"), auto_now_add=True)

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "month"], name="month_of_access_reviewed_once")
        ]


class AccessArchive(TenantModel):
    """Access records that were moved into a sealed file, and the digest with which they end."""

    first = models.BigIntegerField(_("첫 번호"))
    last = models.BigIntegerField(_("마지막 번호"))
    digest = models.BinaryField(max_length=32)
    until = models.DateTimeField(_("마지막 기록의 일시"))
    file = models.CharField(_("파일"), max_length=120)
    checksum = models.CharField(_("파일의 SHA-256"), max_length=64)
    at = models.DateTimeField(_("보관일시"), auto_now_add=True)

    class Meta:
        ordering = ["first"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "first"], name="access_records_archived_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="archive_ends_after_start"),
        ]
