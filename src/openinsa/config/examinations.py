"""What `openinsa doctor` looks at beside the database's guards: machine, secrets, work, backups, surroundings.

Each check returns the fault with its mend, or nothing.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db import connection

from openinsa.config.database import QUIET_LOG
from openinsa.config.watching import state
from openinsa.config.watching.chain_ends import broken_ends
from openinsa.delivery.gateways import GatewayWrong, gateway_in_use
from openinsa.delivery.transport import TransportWrong, transport_in_use
from openinsa.documents.places import BOLD, REGULAR
from openinsa.issuing.models import SigningKey
from openinsa.people.models import Institution
from openinsa.people.refusals import Refused
from openinsa.people.tenancy import within
from openinsa.privacy.models import DataKey
from openinsa.privacy.sealing import unwrapped

LEAST_FREE = 2 * 1024**3
SKEW_SECONDS = 30
EXPIRES_SOON = timedelta(days=30)
WAIT_SECONDS = 300
BACKUP_SECONDS = 26 * 3600
OLD_SESSIONS = "SELECT count(*) FROM django_session WHERE expire_date < now() - interval '1 day'"
FAILED = (
    "SELECT count(*) FROM jobs_overview WHERE state = 'failed' AND finished_at > now() - interval '1 day'"
)
BROKEN = """
    SELECT count(*) FROM procrastinate_jobs AS job WHERE status = 'failed' AND EXISTS (
        SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - interval '1 day')
"""
ON_THE_WIRE = "SELECT inet_server_addr() IS NOT NULL AND NOT inet_server_addr() <<= '127.0.0.0/8'"
IN_CLEAR = "SELECT NOT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
LOUDER = {"log_min_messages", "log_min_error_statement"}
LEVELS = (
    *("debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning"),
    *("error", "log", "fatal", "panic"),
)


def enough_disk() -> str:
    free = shutil.disk_usage(settings.DATA).free
    if free >= LEAST_FREE:
        return ""
    return f"{free // 1024**2} MB are free in {settings.DATA}; make room, or move old backups elsewhere"


def clocks_agree() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    apart = abs((datetime.now(UTC) - there).total_seconds())
    if apart <= SKEW_SECONDS:
        return ""
    return f"{apart:.0f} seconds from the database's; let both machines follow a time server"


def signing_keys_hold() -> str:
    """Papers are refused from the day a certificate ends."""
    soon = datetime.now(UTC) + EXPIRES_SOON
    with within(None):
        known = list(Institution.objects.values_list("pk", "code"))
    ending = []
    for pk, code in known:
        with within(pk):
            key = SigningKey.objects.filter(retired_at=None, valid_to__lt=soon).first()
        ending += [f"{code} ({key.valid_to:%Y-%m-%d})"] if key else []
    told = ", ".join(ending)
    return f"the certificate of {told} ends; HR adds a new one under the issuing settings" if told else ""


def time_zones_are_known() -> str:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return f"{settings.TIME_ZONE} is unknown; install the Debian package tzdata"
    return ""


def fonts_are_there() -> str:
    missing = [path.name for path in (REGULAR, BOLD) if not path.is_file()]
    return f"{', '.join(missing)} not found; install the product again" if missing else ""


def static_files_are_gathered() -> str:
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return ""
    if staticfiles_storage.read_manifest():
        return ""
    return f"none in {settings.STATIC_ROOT}; `openinsa serve` gathers them when it starts"


def keys_open() -> str:
    """A sealed probe of each institution: its newest data key must open under the master key of today."""
    with within(None):
        known = list(Institution.objects.values_list("pk", "code"))
    shut = [code for pk, code in known if not _opens(pk)]
    if not shut:
        return ""
    return (
        f"the master key is not the one that sealed the keys of {', '.join(shut)}; put back the master key of "
        "before (its file in secrets/, OPENINSA_MASTER_KEY, or the key service) and store nothing until then"
    )


def _opens(institution_id: int) -> bool:
    with within(institution_id):
        newest = DataKey.objects.filter(institution_id=institution_id).order_by("-pk").first()
        try:
            return newest is None or bool(unwrapped(newest))
        except Refused:
            return False


def secrets_are_whole() -> str:
    broken = [path.name for path in _secret_files() if not _is_hex(path)]
    return f"{', '.join(broken)} cannot be read as a key; put back a copy of it" if broken else ""


def _secret_files() -> list[Path]:
    return [path for path in (settings.DATA / "secrets").glob("*_key") if path.is_file()]


def _is_hex(path: Path) -> bool:
    try:
        return (
            all(len(bytes.fromhex(line)) >= 16 for line in path.read_text().split())
            and path.stat().st_size > 0
        )
    except (ValueError, OSError):
        return False


def jobs_are_worked_off() -> str:
    waiting = state.value(state.WAITING)
    if waiting < WAIT_SECONDS:
        return ""
    workers = int(state.value(state.WORKERS))
    mend = "start more workers" if workers else "no worker is heard of; start `openinsa worker`"
    return f"a job has waited for {waiting:.0f} seconds; {mend}"


def no_job_is_stalled() -> str:
    stalled = int(state.value(state.STALLED))
    mend = "a running worker takes them up within a minute; start one"
    return f"{stalled} jobs of workers that fell silent; {mend}" if stalled else ""


def no_job_has_failed() -> str:
    failed = int(state.rows(FAILED, as_operator=True)[0][0]) + int(state.value(BROKEN))
    return f"{failed} in a day; see the log for why, then resume them on the page of jobs" if failed else ""


def sessions_are_tidy() -> str:
    old = int(state.value(OLD_SESSIONS))
    return f"{old} that ended more than a day ago are stored; run `openinsa tidy` daily" if old else ""


def a_backup_is_fresh() -> str:
    with within(None):
        if not Institution.objects.exists():
            return ""
    age = state.backup_age()
    if age is not None and age < BACKUP_SECONDS:
        return ""
    told = "none" if age is None else f"the newest is {age / 3600:.0f} hours old"
    return f"{told} in {state.backup_folder()}; run `openinsa backup` daily, or name their folder in OPENINSA_BACKUP_FOLDER"


def the_access_record_holds() -> str:
    broken = ", ".join(broken_ends())
    return f"the last records of {broken} were changed or cut; run `openinsa audit verify`" if broken else ""


def the_site_is_closed() -> str:
    """Faults of a site that others can reach."""
    faults = {
        "OPENINSA_DEBUG shows errors with their values; unset it": settings.DEBUG,
        "OPENINSA_HOSTS must name the hosts, not *": "*" in settings.ALLOWED_HOSTS,
        "OPENINSA_DEMO offers logins to everybody; unset it": settings.DEMO and settings.HOSTS,
        "OPENINSA_HOSTS is set without TLS; put a proxy with TLS in front and set OPENINSA_HTTPS=1": (
            settings.HOSTS and not settings.BEHIND_HTTPS
        ),
        "OPENINSA_HTTPS without OPENINSA_TRUSTED_PROXIES records the proxy's address as everybody's; name it": (
            settings.BEHIND_HTTPS and not settings.TRUSTED_PROXIES
        ),
    }
    return "; ".join(fault for fault, found in faults.items() if found)


def the_database_is_closed() -> str:
    if state.value(f"SELECT ({ON_THE_WIRE})::int") and state.value(f"SELECT ({IN_CLEAR})::int"):
        return "the connection crosses a network in clear; add sslmode=verify-full to DATABASE_URL"
    return ""


def the_database_keeps_silent() -> str:
    """PostgreSQL's own log must not quote values."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET_LOG)])
        now = dict(cursor.fetchall())
    loud = [name for name, wanted in QUIET_LOG.items() if not _as_silent(name, now.get(name, wanted), wanted)]
    mend = ", ".join(f"{name} = {QUIET_LOG[name]}" for name in loud)
    return f"its log may quote personal data; set {mend} and reload" if loud else ""


def _as_silent(name: str, setting: str, wanted: str) -> bool:
    if name in LOUDER:
        return LEVELS.index(setting) >= LEVELS.index(wanted)
    if name == "log_statement":
        return setting in {"none", "ddl"}
    return setting == wanted


def mail_and_messages_can_be_sent() -> str:
    """What is set of mail server and gateway must be usable; the server must answer as set. Nothing set is no fault."""
    faults = []
    try:
        if (transport := transport_in_use()) is not None:
            with transport.line():
                pass
    except TransportWrong as wrong:
        faults.append(f"OPENINSA_SMTP_URL: {wrong}")
    except OSError as silent:
        faults.append(
            f"the mail server does not let us in ({type(silent).__name__}); check its address and password"
        )
    try:
        gateway_in_use()
    except GatewayWrong as wrong:
        faults.append(f"OPENINSA_SMS_FILE: {wrong}")
    return "; ".join(faults)


EXAMINATIONS: dict[str, Callable[[], str]] = {
    "secrets are whole": secrets_are_whole,
    "the master key opens the keys of institutions": keys_open,
    "certificates that sign papers": signing_keys_hold,
    "free space on the disk": enough_disk,
    "the clock": clocks_agree,
    "time zones": time_zones_are_known,
    "fonts of documents": fonts_are_there,
    "static files": static_files_are_gathered,
    "the site is closed": the_site_is_closed,
    "the way to the database is closed": the_database_is_closed,
    "the database's log quotes nobody": the_database_keeps_silent,
    "jobs are worked off": jobs_are_worked_off,
    "no job is stalled": no_job_is_stalled,
    "no job has failed": no_job_has_failed,
    "sessions": sessions_are_tidy,
    "mail and text messages": mail_and_messages_can_be_sent,
    "backups": a_backup_is_fresh,
    "the end of the access record": the_access_record_holds,
}
