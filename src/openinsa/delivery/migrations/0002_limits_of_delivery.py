from django.db import migrations

from openinsa.people.row_security import keep_institutions_apart, same_institution
from openinsa.privacy.history import keep_history

TABLES = ("mailsetting", "mailtext", "handover", "invitation", "message")
ENDS_BEFORE = {
    "person_id": "people_person",
    "user_id": "people_user",
    "handover_id": "delivery_handover",
}


def outlives(column: str, target: str) -> migrations.RunSQL:
    """A reference within the institution that is emptied when its target is destroyed before the message."""
    name = f"delivery_message_{column}_same_institution"
    return migrations.RunSQL(
        f"""
        ALTER TABLE delivery_message ADD CONSTRAINT {name} FOREIGN KEY (institution_id, {column})
            REFERENCES {target} (institution_id, id) ON DELETE SET NULL ({column}) DEFERRABLE INITIALLY DEFERRED;
        """,
        f"ALTER TABLE delivery_message DROP CONSTRAINT {name};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_messages_and_invitations"),
        ("privacy", "0002_institutions_apart"),
        ("payroll", "0016_late_bills"),
    ]
    operations = [
        *(keep_institutions_apart(f"delivery_{table}") for table in TABLES),
        same_institution("delivery_handover", "person_id", "people_person"),
        same_institution("delivery_invitation", "user_id", "people_user"),
        *(outlives(column, target) for column, target in ENDS_BEFORE.items()),
        keep_history("delivery_mailsetting", "password_word_sealed"),
        keep_history("delivery_mailtext"),
        keep_history("delivery_invitation", "link_hash", "pin_hash"),
    ]
