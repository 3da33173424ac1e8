"""Keys can be replaced: tokens get a key of their own, and no value is left under a key that is gone."""

import hmac
from hashlib import sha256
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from openinsa.privacy.history import HISTORY_FUNCTION
from openinsa.privacy.living_keys import LIVING_KEYS, sealed_under_living_key
from openinsa.privacy.master_keys import Wrapped, current, unwrap

SEALED = {
    "people_person": ["resident_number_sealed", "phone_sealed", "account_sealed", "address_sealed"],
    "staffing_importfile": ["content_sealed"],
    "staffing_motherhood": ["facts_sealed"],
    "payroll_premiumbill": ["content_sealed"],
    "ending_settlement": ["pension_account_sealed"],
}
NAME_INSTITUTION = "SELECT set_config('openinsa.institution', %s, true)"


def give_tokens_their_own_key(rooms: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """The key that tokens had was made from the oldest data key; the same one is now kept by itself."""
    keys = rooms.get_model("privacy", "DataKey").objects
    with editor.connection.cursor() as cursor:
        for institution in list(rooms.get_model("people", "Institution").objects.order_by("pk")):
            cursor.execute(NAME_INSTITUTION, [str(institution.pk)])
            for key in keys.filter(institution=institution, master=""):
                wrapped = current().wrap(unwrap(Wrapped("", bytes(key.wrapped))))
                keys.filter(pk=key.pk).update(wrapped=wrapped.key, master=wrapped.master)
            oldest = keys.filter(institution=institution, purpose="data").order_by("number").first()
            if oldest and not keys.filter(institution=institution, purpose="token").exists():
                before = unwrap(Wrapped(oldest.master, bytes(oldest.wrapped)))
                token = current().wrap(hmac.digest(before, b"equality token", sha256))
                keys.create(
                    institution=institution,
                    purpose="token",
                    number=1,
                    wrapped=token.key,
                    master=token.master,
                )
        cursor.execute(NAME_INSTITUTION, [""])


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0007_chain_of_access_records"),
        ("staffing", "0015_consents"),
        ("payroll", "0012_premium_bills"),
        ("ending", "0003_pension_accounts"),
    ]
    operations = [
        migrations.AddField(
            "datakey",
            "purpose",
            models.CharField(
                "쓰임",
                max_length=5,
                choices=[("data", "값 암호화"), ("token", "같은 값 찾기")],
                default="data",
            ),
        ),
        migrations.AddField(
            "datakey", "master", models.CharField("감싼 마스터 키", max_length=100, blank=True, default="")
        ),
        migrations.AddField("datakey", "retired_at", models.DateTimeField("물러난 일시", null=True)),
        migrations.AlterField("datakey", "number", models.PositiveSmallIntegerField("번호")),
        migrations.AlterField("datakey", "made_at", models.DateTimeField("만든 일시", auto_now_add=True)),
        migrations.RemoveConstraint("datakey", "data_key_number_once"),
        migrations.AddConstraint(
            "datakey",
            models.UniqueConstraint(
                fields=["institution", "purpose", "number"], name="key_number_once_for_a_purpose"
            ),
        ),
        migrations.RunPython(give_tokens_their_own_key, migrations.RunPython.noop),
        migrations.RunSQL(HISTORY_FUNCTION.sql, migrations.RunSQL.noop),
        LIVING_KEYS,
        *(sealed_under_living_key(table, *columns) for table, columns in SEALED.items()),
    ]
