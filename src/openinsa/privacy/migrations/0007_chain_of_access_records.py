"""Access records are numbered and bound to each other; those that stand already get their place in the chain."""

from typing import Any

import django.db.models.deletion
from django.db import connection, migrations, models

from openinsa.people.row_security import keep_institutions_apart
from openinsa.people.tenancy import within
from openinsa.privacy.chain import BEGINNING, COLUMNS, digest_of

INSTITUTION = models.ForeignKey(
    db_constraint=False,
    on_delete=django.db.models.deletion.PROTECT,
    to="people.institution",
    verbose_name="기관",
)
UNCHAINED = f"SELECT id, {COLUMNS} FROM privacy_accessrecord ORDER BY id"
PLACE = """
    UPDATE privacy_accessrecord AS record SET number = placed.number, digest = placed.digest
    FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS placed (id, number, digest)
    WHERE record.id = placed.id
"""
HEAD = "INSERT INTO privacy_accesschain (institution_id, number, digest) VALUES (%s, %s, %s)"


def chain_what_stands(_apps: object, _editor: object) -> None:
    """Number and bind the records of every institution, in the order in which they came."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_institution")
        institutions = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("ALTER TABLE privacy_accessrecord DISABLE TRIGGER append_only")
        for institution in institutions:
            with within(institution):
                _chain(cursor, institution)
        cursor.execute("ALTER TABLE privacy_accessrecord ENABLE TRIGGER append_only")


def _chain(cursor: Any, institution: int) -> None:
    cursor.execute("UPDATE privacy_accessrecord SET people = ARRAY[person_id] WHERE person_id IS NOT NULL")
    cursor.execute(UNCHAINED)
    ids, digests, before = [], [], BEGINNING
    for number, (pk, *values) in enumerate(cursor.fetchall(), start=1):
        before = digest_of(before, institution, number, values)
        ids.append(pk)
        digests.append(before)
    cursor.execute(PLACE, [ids, list(range(1, len(ids) + 1)), digests])
    cursor.execute(HEAD, [institution, len(ids), before])


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_people_of_a_read"), ("people", "0002_institutions_apart")]
    operations = [
        migrations.AlterField("accessrecord", "institution", INSTITUTION),
        migrations.AlterField("accessrecord", "at", models.DateTimeField(db_index=True, verbose_name="일시")),
        migrations.AddField("accessrecord", "number", models.BigIntegerField(null=True, verbose_name="번호")),
        migrations.AddField("accessrecord", "digest", models.BinaryField(max_length=32, null=True)),
        migrations.CreateModel(
            name="AccessChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("digest", models.BinaryField(max_length=32)),
                ("institution", INSTITUTION.clone()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["institution"], name="one_chain_of_access_records")
                ]
            },
        ),
        keep_institutions_apart("privacy_accesschain"),
        migrations.RunPython(chain_what_stands, migrations.RunPython.noop),
        migrations.AlterField("accessrecord", "number", models.BigIntegerField(verbose_name="번호")),
        migrations.AlterField("accessrecord", "digest", models.BinaryField(max_length=32)),
        migrations.AddConstraint(
            "accessrecord",
            models.UniqueConstraint(fields=["institution", "number"], name="access_record_number_once"),
        ),
    ]
