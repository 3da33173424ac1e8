"""Spreadsheets on their way in, and how clerks confirmed that they are to be read. staffing.models has both too."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import TenantModel, User


class ImportFile(TenantModel):
    """A spreadsheet on its way in: kept sealed from upload to confirmation."""

    class Kind(models.TextChoices):
        REGISTER = "register", _("근로자 등록")
        MONTH_SHEET = "month_sheet", _("월 근무상황")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("올림")
        CHECKED = "checked", _("확인함")
        SAVED = "saved", _("저장됨")
        DROPPED = "dropped", _("취소됨")

    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.UPLOADED)
    name = models.CharField(_("파일명"), max_length=200)
    content_sealed = models.BinaryField()
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("올린 일시"), auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]


class RememberedMapping(TenantModel):
    """How a clerk confirmed that sheets of this shape are to be read."""

    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "shape"], name="mapping_per_shape")]
