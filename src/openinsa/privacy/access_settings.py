"""The rules of an institution about its access records, by day. Before the first of them the usual ones hold."""

from datetime import date

from openinsa.privacy.models import AccessSetting


def setting_on(day: date) -> AccessSetting:
    return (
        AccessSetting.objects.filter(valid_from__lte=day).order_by("-valid_from").first() or AccessSetting()
    )
