"""What an operator sees of institutions: numbers and dates, nobody's data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionOverview(models.Model):
    """A view: institutions with counts, which the database makes for an operator's transaction alone."""

    code = models.CharField(_("기관코드"), max_length=20)
    name = models.CharField(_("기관명"), max_length=100)
    suspended_at = models.DateTimeField(_("이용을 멈춘 일시"), null=True)
    suspended_reason = models.CharField(_("멈춘 사유"), max_length=200)
    users = models.PositiveIntegerField(_("사용자"))
    people = models.PositiveIntegerField(_("근로자"))
    projects = models.PositiveIntegerField(_("사업"))
    last_sign_in = models.DateTimeField(_("마지막 로그인"), null=True)

    class Meta:
        app_label = "staffing"
        managed = False
        db_table = "staffing_institutionoverview"
        ordering = ["name"]

    @property
    def is_suspended(self) -> bool:
        return self.suspended_at is not None
