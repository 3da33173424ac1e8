"""Columns that lists of a project's contracts have in common."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openinsa.web.tables import Column, Kind

NAME = Column(
    "person__name",
    _("성명"),
    search=("person__name",),
    link=lambda contract: reverse("staffing:contract", args=[contract.pk]),
)
JOB = Column("job", _("직무"), search=("job",))
STARTS_ON = Column("starts_on", _("계약시작일"), kind=Kind.DAY)
ENDS_ON = Column("ends_on", _("계약종료일"), kind=Kind.DAY)
