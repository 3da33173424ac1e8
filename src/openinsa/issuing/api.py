"""Papers for machines: what can be issued, issuing one or many, taking back, files, and the settings behind it."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field, StrictInt, StrictStr

from openinsa.api.bodies import FormBody, ModelBody
from openinsa.api.files import hand_out
from openinsa.api.rooms import Call, Room
from openinsa.api.shapes import shape
from openinsa.documents.overrides import LONGEST_SOURCE
from openinsa.issuing import actions as act
from openinsa.issuing import bulk_pages, editable_pages, pages
from openinsa.issuing import keys as key_actions
from openinsa.issuing.bulk import issue_many
from openinsa.issuing.forms import KeyDeviceForm, WhyForm
from openinsa.issuing.handing_out import people_in
from openinsa.issuing.kinds import About, Asked
from openinsa.issuing.models import IssuedPaper, IssuingSetting, OwnForm, SigningKey
from openinsa.issuing.own_forms import forms_of_kinds, house_source, lay_form_aside, require_form, save_form
from openinsa.issuing.queries import code_of, content_of, kinds_for_others
from openinsa.issuing.scope import ISSUES, SEES, papers_of
from openinsa.issuing.settings import change_setting, set_seal, setting_of
from openinsa.issuing.telling import masked
from openinsa.jobs.api import JobTold
from openinsa.jobs.models import Job
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.api.room import Strict
from openinsa.staffing.scope import people_of, reach

room = Room("issuing", _("발급"))
SETS = "issuing.set"
FIELDS = (
    "kind written_number person_id contract_id project_id subject_id language state valid_until issued_by_id"
    " issued_at revoked_at revoke_reason replaced_by_id looks last_look_at"
)
PaperTold = shape("IssuedPaper", IssuedPaper, FIELDS)
SettingTold = shape(
    "IssuingSetting", IssuingSetting, "office office_english contact numbering valid_days", has_seal=bool
)
OwnFormTold = shape("OwnForm", OwnForm, "form version note laid_aside_at written_by_id written_at")
KeyTold = shape("SigningKey", SigningKey, "source name issuer valid_from valid_to retired_at added_at")


class PaperWhole(PaperTold):
    """A paper with what it says and its short code; `sha256` is of the file in hexadecimal."""

    code: str
    sha256: str
    content: Any


class ItemTold(Schema):
    key: str
    label: str
    usual: bool


class KindTold(Schema):
    """What can be issued. `about` says what `subject_id` is and whether days are asked for."""

    key: str
    label: str
    about: About
    items: list[ItemTold]


class IssueSent(Strict):
    """`subject_id` is a contract, payslip or project as the kind is about; the same `request_id` issues once."""

    kind: StrictStr = Field(max_length=40)
    person_id: StrictInt | None = Field(default=None, ge=1, le=2**62)
    subject_id: StrictInt | None = Field(default=None, ge=1, le=2**62)
    since: date | None = None
    until: date | None = None
    language: Literal["ko", "en"] = "ko"
    items: list[StrictStr] = Field(default=[], max_length=50)
    purpose: StrictStr = Field(default="", max_length=act.LONGEST_PURPOSE)
    submit_to: StrictStr = Field(default="", max_length=act.LONGEST_PURPOSE)
    request_id: UUID | None = None


class ManySent(Strict):
    """Everybody of a project, or within reach; `month` is the one of wage statements, as 2026-11-01."""

    kind: StrictStr = Field(max_length=40)
    month: date | None = None
    project_id: StrictInt | None = Field(default=None, ge=1, le=2**62)
    language: Literal["ko", "en"] = "ko"
    purpose: StrictStr = Field(default="", max_length=act.LONGEST_PURPOSE)


class SettingSent(Strict):
    """What is left out stays; `numbering` by series and `valid_days` by kind are sent whole."""

    office: StrictStr | None = Field(default=None, max_length=60)
    office_english: StrictStr | None = Field(default=None, max_length=80)
    contact: StrictStr | None = Field(default=None, max_length=100)
    numbering: dict[StrictStr, StrictStr] | None = Field(default=None, max_length=100)
    valid_days: dict[StrictStr, StrictInt] | None = Field(default=None, max_length=200)


room.table(
    "/papers",
    "list_papers",
    pages.PAPERS,
    may=SEES,
    rows=lambda call: papers_of(call.by).select_related(*pages.SHOWN_WITH),
    also={"person_id": "person_id", "project_id": "project_id", "job_id": "job_id"},
)


@room.get("/paper-kinds", may=ISSUES, answer=list[KindTold])
def list_paper_kinds(call: Call) -> list[dict[str, Any]]:
    """What can be issued for others."""
    return [
        {
            "key": kind.key,
            "label": str(kind.label),
            "about": kind.about,
            "items": [{"key": one.key, "label": str(one.label), "usual": one.usual} for one in kind.items],
        }
        for kind in kinds_for_others(call.by)
    ]


@room.post("/papers", may=ISSUES, body=ModelBody(IssueSent), answer=PaperTold, status=201)
def issue_paper(call: Call, given: IssueSent) -> IssuedPaper:
    """Issue one paper: numbered, signed and kept as the very file."""
    if given.person_id:
        reach(people_of(call.by, ISSUES), given.person_id)
    sent = given.model_dump(exclude={"kind", "request_id"})
    asked = Asked(**{**sent, "items": tuple(given.items)})
    return act.issue(call.by, given.kind, asked, request_id=given.request_id)


@room.post("/papers/bulk", may=ISSUES, body=ModelBody(ManySent), answer=JobTold, status=201)
def issue_many_papers(call: Call, given: ManySent) -> Job:
    """Issue a kind for everybody as a job; `job.finished` tells of its end."""
    return issue_many(call.by, given.kind, **given.model_dump(exclude={"kind"}))


def paper_of(by: User, paper_id: int) -> IssuedPaper:
    return pages.paper_in_reach(by, paper_id)


@room.get("/papers/{int:paper_id}", of=paper_of, answer=PaperWhole)
def show_paper(call: Call, paper: IssuedPaper) -> dict[str, Any]:
    """One paper: what it says, as data with addresses masked, its code, and how often it was checked."""
    told = {name: getattr(paper, name) for name in ("id", *FIELDS.split())}
    whole = {
        "code": code_of(paper),
        "sha256": bytes(paper.sha256).hex(),
        "content": masked(content_of(paper)["data"]),
    }
    return told | whole


hand_out(room, "/papers/{int:paper_id}/file.pdf", "take_paper", "application/pdf", pages.file, of=paper_of)
hand_out(
    room,
    "/papers/{int:paper_id}/paper.hwpx",
    "take_editable_paper",
    "application/hwp+zip",
    editable_pages.editable,
    of=paper_of,
)


def paper_to_issue_anew(by: User, paper_id: int) -> IssuedPaper:
    return reach(act.issuable_by(by), paper_id)


@room.post("/papers/{int:paper_id}/reissue", of=paper_to_issue_anew, answer=PaperTold, status=201)
def reissue_paper(call: Call, paper: IssuedPaper) -> IssuedPaper:
    """Issue a paper anew from what is known now; the former one then says that it was replaced."""
    return act.reissue(call.by, paper.pk)


def paper_to_revoke(by: User, paper_id: int) -> IssuedPaper:
    return reach(papers_of(by, "issuing.revoke"), paper_id)


@room.post("/papers/{int:paper_id}/revoke", of=paper_to_revoke, body=FormBody(WhyForm), answer=PaperTold)
def revoke_paper(call: Call, paper: IssuedPaper, given: dict[str, Any]) -> IssuedPaper:
    """Say of a paper that it holds no more; the public page tells the day, not the reason."""
    note_read("issued_paper", people_in(paper))
    return act.revoke(call.by, paper.pk, **given)


def batch_of(by: User, job_id: int) -> Job:
    return bulk_pages.batch_in_reach(by, job_id)


hand_out(
    room,
    "/paper-jobs/{int:job_id}/papers.zip",
    "take_papers_of_job",
    "application/zip",
    bulk_pages.archive,
    of=batch_of,
)


def _setting(call: Call) -> dict[str, Any]:
    setting = setting_of(call.by.institution_id)  # type: ignore[arg-type]
    names = ("id", "office", "office_english", "contact", "numbering", "valid_days")
    told = {name: getattr(setting, name) for name in names}
    return told | {"id": setting.pk or 0, "has_seal": bool(setting.seal_sealed)}


@room.get("/issuing-settings", may=SETS, answer=SettingTold)
def show_issuing_settings(call: Call) -> dict[str, Any]:
    """Who stands for papers, how they are numbered, how long they are valid."""
    return _setting(call)


@room.patch("/issuing-settings", may=SETS, body=ModelBody(SettingSent), answer=SettingTold)
def change_issuing_settings(call: Call, given: SettingSent) -> dict[str, Any]:
    """Change what is sent; a number already given stays as it was written."""
    change_setting(call.by, **given.model_dump(exclude_none=True))
    return _setting(call)


@room.upload("/issuing-settings/seal", may=SETS, answer=SettingTold)
def upload_seal(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """A picture of the seal, PNG or JPEG."""
    set_seal(call.by, given["content"])
    return _setting(call)


@room.delete("/issuing-settings/seal", may=SETS)
def drop_seal(call: Call) -> None:
    """Print no seal from now on."""
    set_seal(call.by, None)


class FormTold(Schema):
    """A form, its text as it prints now, and whether that is the institution's own."""

    form: str
    own: bool
    source: str


class SourceSent(Strict):
    source: StrictStr = Field(max_length=LONGEST_SOURCE)
    note: StrictStr = Field(default="", max_length=200)


@room.get("/forms", may=SETS, answer=list[FormTold])
def list_forms(call: Call) -> list[dict[str, Any]]:
    """The forms of everything that can be issued, with their text (Typst)."""
    return [
        {
            "form": one.name,
            "own": one.own is not None,
            "source": one.own.source if one.own else house_source(one.name),
        }
        for one in forms_of_kinds()
    ]


@room.get("/forms/{slug:form_name}/versions", may=SETS, answer=list[OwnFormTold])
def list_form_versions(call: Call, form_name: str) -> Any:
    """What the institution wrote of a form, newest first."""
    return OwnForm.objects.filter(form=require_form(form_name)).defer("source")


@room.post("/forms/{slug:form_name}", may=SETS, body=ModelBody(SourceSent), answer=OwnFormTold, status=201)
def save_own_form(call: Call, form_name: str, given: SourceSent) -> OwnForm:
    """Print by this text from now on, if it prints the sample with all that the law wants."""
    return save_form(call.by, form_name, **given.model_dump())


@room.delete("/forms/{slug:form_name}", may=SETS)
def lay_own_form_aside(call: Call, form_name: str) -> None:
    """Print by the house's own form again."""
    lay_form_aside(call.by, form_name)


@room.get("/signing-keys", may=SETS, answer=list[KeyTold])
def list_signing_keys(call: Call) -> Any:
    """The certificates that sign or once signed, newest first; never a secret part."""
    return SigningKey.objects.all()


@room.upload("/signing-keys/file", may=SETS, answer=KeyTold, status=201)
def add_signing_key(call: Call, given: dict[str, Any]) -> SigningKey:
    """Sign with a certificate from a PKCS#12 file from now on."""
    return key_actions.add_key_file(call.by, content=given["content"], password=given["password"])


@room.post("/signing-keys/device", may=SETS, body=FormBody(KeyDeviceForm), answer=KeyTold, status=201)
def add_signing_device(call: Call, given: dict[str, Any]) -> SigningKey:
    """Sign with a key in the server's device (PKCS#11) from now on."""
    return key_actions.add_device_key(call.by, **given)


@room.post("/signing-keys/own", may=SETS, answer=KeyTold, status=201)
def make_signing_key(call: Call) -> SigningKey:
    """Make a certificate that nobody else vouches for, until the institution's own is there."""
    return key_actions.make_own_key(call.by)


def key_of(by: User, key_id: int) -> SigningKey:
    key = SigningKey.objects.filter(pk=key_id).first()
    require(key is not None and by.may(SETS), NotFound())
    return key  # type: ignore[return-value]


@room.post("/signing-keys/{int:key_id}/retire", may=SETS, of=key_of, answer=KeyTold)
def retire_signing_key(call: Call, key: SigningKey) -> SigningKey:
    """Sign no more with a key; its secret part is destroyed."""
    return key_actions.retire_key(call.by, key.pk)
