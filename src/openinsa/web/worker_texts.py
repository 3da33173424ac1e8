"""What a worker meets on a screen, and so has in every language that workers are offered.

A file, all of it or the named parts of it (`file#part,part`). What is not listed is for staff, in Korean and English.
The translations of all of it stand in one catalogue of the worker's room, `worker/locale/<language>`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("vi", "zh_Hans")
MET = (
    "web/templates/*.html",
    "web/templates/account/*.html",
    "web/templates/account/messages/*.txt",
    "web/templates/allauth/**/*.html",
    "web/templates/mfa/**/*.html",
    "web/templates/web/base.html",
    "web/templates/web/error.html",
    "web/templates/web/narrow.html",
    "web/templates/web/refused.html",
    "web/templates/web/suspended.html",
    "web/templates/web/components/alert.html",
    "web/templates/web/components/confirm.html",
    "web/templates/web/components/empty.html",
    "web/templates/web/components/field.html",
    "web/templates/web/components/form.html",
    "web/templates/web/components/header.html",
    "web/templates/web/components/notices.html",
    "web/templates/web/components/side_menu.html",
    "web/templates/web/components/table.html",
    "web/templates/web/components/tabs.html",
    "web/templates/web/components/toasts.html",
    "web/templatetags/web.py",
    "web/context.py",
    "web/menu.py#OWN,TABS",
    "web/forms.py#DayField",
    "worker/templates/worker/*.html",
    "worker/actions.py",
    "worker/certificates.py",
    "worker/forms.py#LeaveForm,ReportForm",
    "worker/library_words.py",
    "worker/models.py",
    "worker/offline.py",
    "worker/pages.py",
    "worker/photos.py",
    "worker/words.py",
    "staffing/templates/staffing/my_days/*.html",
    "leave/templates/leave/mine.html",
    "leave/templates/leave/_ledger.html",
    "leave/templates/leave/_corrected.html",
    "leave/templates/leave/grant_told.html",
    "leave/models.py#LeaveGrant",
    "leave/queries.py#own_facts,_standing",
    "payroll/templates/payroll/slips/detail.html",
    "payroll/templates/payroll/slips/mine.html",
    "payroll/templates/payroll/slips/explanation.html",
    "payroll/inputs.py",
    "payroll/plain_words.py",
    "payroll/models.py#PayslipLine",
    "retention/templates/retention/mine.html",
    "retention/actions.py#ask",
    "retention/forms.py#RequestForm",
    "retention/models.py#PersonRequest",
    "retention/request_pages.py#mine",
    "people/refusals.py",
    "people/roles.py#Role",
    "entrance/middleware.py",
    "entrance/templates/entrance/mine.html",
    "entrance/templates/entrance/second_factor.html",
    "agreements/templates/agreements/mine/*.html",
    "agreements/templates/agreements/_story.html",
    "agreements/templates/agreements/come_in_again.html",
    "agreements/mine.py",
    "agreements/forms.py#DeclineForm,SignForm",
    "agreements/models.py#Agreement,AgreementEvent",
    "agreements/refusals.py#AgreementOver,TermToSignOver,AnotherWasShown,IdentityNotShown,ContractChanged",
    "agreements/refusals.py#SignatureEmpty,SignatureUnreadable,TypedNameDiffers",
    "entrance/code_pages.py",
    "entrance/codes.py",
    "entrance/doors.py",
    "entrance/sign_in_form.py",
    "entrance/models.py#Notice,SignIn",
    "entrance/pages.py#STEPS,OUTCOME,METHOD,OWN_SIGN_INS",
    "entrance/templates/entrance/ask_for_code.html",
    "entrance/templates/entrance/enter_code.html",
    "agreements/templates/agreements/_reading.html",
    "delivery/door_pages.py",
    "delivery/door_forms.py",
    "delivery/forms.py#AddressForm",
    "delivery/own_pages.py",
    "delivery/own_address.py",
    "delivery/links.py",
    "delivery/invitations.py#InvitationExpired,InvitationUsed,InvitationRevoked,InvitationClosed,NotTheInvited,ProofWrong",
    "delivery/actions.py#AddressUnreadable",
    "delivery/templates/delivery/begin.html",
    "delivery/templates/delivery/confirm_address.html",
    "delivery/templates/delivery/join.html",
    "delivery/templates/delivery/join_code.html",
    "delivery/templates/delivery/my_address.html",
    "delivery/templates/delivery/open_link.html",
    "issuing/models.py#IssuedPaper",
    "issuing/contents/*.py",
    "issuing/actions.py",
    "issuing/templates/issuing/verify.html",
)


def met(room: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The files of a room that a worker meets, with the parts of each; no parts mean all of it."""
    for entry in MET:
        pattern, _sharp, parts = entry.partition("#")
        folder, _slash, inside = pattern.partition("/")
        if folder == room.name:
            for path in sorted(room.glob(inside)):
                yield path, tuple(parts.split(",")) if parts else ()


def parts_of(code: str, names: tuple[str, ...]) -> str:
    """The named classes, functions and values of a Python file. Raises LookupError where one is gone."""
    found = {name: node for node in ast.parse(code).body for name in _names(node) if name in names}
    if missing := set(names) - set(found):
        raise LookupError(f"no {', '.join(sorted(missing))}")
    return "\n".join(ast.get_source_segment(code, node) or "" for node in found.values())


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
