"""What the month grid says of leave beside each name."""

from django.utils.translation import gettext as say

from openinsa.leave.advance import beyond_the_limit
from openinsa.leave.kinds import exceeded_words
from openinsa.leave.queries import balances_of, banked_balances_of, in_days
from openinsa.leave.settings import SettingsByDay
from openinsa.staffing.sheet import Sheet
from openinsa.web.templatetags.web import hours


def words_on_rows(*, sheet: Sheet, **_rest: object) -> dict[int, str]:
    """What is left at the month's end and which leaves were exceeded, for the rows of the month grid.

    Nothing for who has no ledger yet and exceeded nothing.
    """
    rows = [row for row in sheet.rows.values() if row.versions]
    people = {row.contract.person_id for row in rows}
    found = balances_of(people, sheet.dates[-1], ahead=False)
    banked = banked_balances_of(people, sheet.dates[-1], ahead=False)
    beyond = exceeded_words(people, sheet.dates[-1])
    advanced = beyond_the_limit(sheet.rows, found, SettingsByDay().on(sheet.dates[-1]))
    told = {}
    for row in rows:
        one, words = found[row.contract.person_id], []
        if one.granted or one.taken:
            left = in_days(one.left, row.versions[-1].daily_scheduled_minutes)
            words.append(say("연차 %(days)s일") % {"days": left})
        kept = banked[row.contract.person_id]
        if kept.granted or kept.taken:
            words.append(say("보상휴가 남음 %(time)s") % {"time": hours(kept.left)})
        if row.contract.pk in advanced:
            words.append(say("당겨 쓴 연차 한도 초과"))
        words += beyond.get(row.contract.person_id, [])
        if words:
            told[row.contract.pk] = " · ".join(words)
    return told
