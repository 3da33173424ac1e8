"""What the month grid's script must be told: codes, faults and the words it speaks."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.staffing.faults import DAY_FAULTS, LIMITS, fault_words
from openinsa.staffing.grid import Grid

WORDS: dict[str, Promise] = {
    "cell": _("{name} {day}일 {weekday}"),
    "cell_empty": _("빈 칸"),
    "locked": _("계약 기간이 아니어서 입력할 수 없습니다."),
    "read_only": _("입력 중인 달이 아니어서 볼 수만 있습니다."),
    "error": _("오류"),
    "warning": _("주의"),
    "unsaved": _("저장 전"),
    "saving": _("저장하는 중"),
    "refused": _("저장되지 않음"),
    "conflict": _(
        "충돌: 내 값 {mine} / {name} {at} {theirs}. 1을 누르면 내 값, 2를 누르면 {name}의 값이 남습니다."
    ),
    "became": _("{typed} → {mark}"),
    "saved": _("모두 저장됨 {at}"),
    "nothing_to_save": _("저장할 것 없음"),
    "waiting": _("저장 안 됨 {count}칸"),
    "sending": _("{count}칸 저장하는 중"),
    "retrying": _(
        "저장 안 됨 {count}칸. 연결이 되지 않아 {seconds}초 뒤에 다시 보냅니다. 입력은 이 브라우저에 남아 있습니다."
    ),
    "signed_out": _("저장 안 됨 {count}칸. 로그인이 끝났습니다. 새 창에서 로그인하면 이어서 저장합니다."),
    "kept_out": _("{count}칸은 잠겨 있어 처음 값으로 되돌렸습니다."),
    "conflicts": _("{count}칸을 다른 사람이 먼저 바꾸었습니다. F8로 찾아가 어느 값을 남길지 골라 주세요."),
    "others": _("{name}님이 {count}칸을 바꾸었습니다."),
    "state_changed": _("이 달의 상태가 바뀌었습니다. 화면을 새로 고쳐 주세요."),
    "undone": _("되돌렸습니다: {count}칸"),
    "redone": _("다시 했습니다: {count}칸"),
    "undo_skipped": _("{count}칸은 그 뒤에 다른 사람이 바꾸어 그대로 두었습니다."),
    "nothing_to_undo": _("되돌릴 것이 없습니다."),
    "nothing_to_redo": _("다시 할 것이 없습니다."),
    "cut_off": _("표 밖으로 나간 {count}칸은 넣지 않았습니다."),
    "copied": _("{count}칸을 복사했습니다."),
    "filled": _("{count}칸을 채웠습니다."),
    "cleared": _("{count}칸을 비웠습니다."),
    "pasted": _("{count}칸을 붙여넣었습니다."),
    "paste_nothing": _("붙여넣을 내용이 지금 값과 같습니다."),
    "paste_failed": _("미리 보기를 만들지 못했습니다: {reason} 아무것도 바뀌지 않았습니다."),
    "names_differ": _("이름이 다른 행이 {count}개 있습니다. 줄이 어긋나지 않았는지 확인해 주세요."),
    "leave_armed": _("표를 떠나려면 Tab을 누르세요."),
    "no_faults": _("오류와 주의가 없습니다."),
    "name_not_found": _("'{text}'을(를) 찾지 못했습니다."),
    "selected": _("{rows}행 {columns}열 선택"),
}


def grid_data(grid: Grid, *, editable: bool) -> dict[str, Any]:
    """The JSON beside the table. Rows and marks are read from the table itself."""
    month = grid.sheet.project_month
    return {
        "sheet": month.pk,
        "version": month.sheet_version,
        "state": month.state,
        "editable": editable,
        "save_url": reverse("staffing:month_cells", args=[month.pk]),
        "changes_url": reverse("staffing:month_changes", args=[month.pk]),
        "dates": [column.date.isoformat() for column in grid.days],
        "weekdays": [column.weekday for column in grid.days],
        "codes": code_list(grid),
        "faults": fault_words(DAY_FAULTS),
        "limits": LIMITS,
        "found": [
            [place, cell.date.day - 1, cell.fault]
            for place, row in enumerate(grid.rows)
            for cell in row.faults
        ],
        "words": {name: str(text) for name, text in WORDS.items()},
    }


def code_list(grid: Grid) -> list[dict[str, Any]]:
    """The institution's marks, and the shifts of those on a pattern: what each means, whether it is paid,
    and which counts it, or some hours of it, add to."""
    codes = [(code.mark, code.label, code.paid) for code in grid.sheet.codes]
    shifts = [(mark, name, True) for mark, name in grid.sheet.shift_names.items()]
    return [
        {
            "mark": mark,
            "label": label,
            "paid": paid,
            "counts": grid.counts_as(mark),
            "hours": grid.hours_count_as(mark),
        }
        for mark, label, paid in codes + shifts
    ]
