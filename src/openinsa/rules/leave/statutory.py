"""법정휴가 - leaves of the law beside annual leave, and leave by the hour (Labour Standards Act art. 60, 73, 74; Equal
Employment Act art. 18-2, 18-3, 22-2).

One row is one worker, one kind of leave and one span in which it is counted.
"""

from __future__ import annotations

from openinsa.rules.engine import Days, Flag, Minutes, rule


@rule(law="근로기준법 제73조, 제74조; 남녀고용평등법 제18조의2, 제18조의3, 제22조의2", on="leave_taken_on")
def statutory_leave_left(statutory_leave_days: Days, statutory_days_used: Days) -> Days:
    """법정 일수 - 사용한 일수.

    Days left of a leave of the law; below 0 more was taken than the law gives.
    """
    return statutory_leave_days - statutory_days_used


@rule(law="근로기준법 제74조제4항; 남녀고용평등법 제18조의2, 제18조의3", on="leave_taken_on")
def statutory_paid_left(statutory_paid_days: Days, statutory_days_used: Days) -> Days:
    """법정 유급 일수 - 사용한 일수.

    Days left that the employer has to pay.
    """
    return statutory_paid_days - statutory_days_used


@rule(law="근로기준법 제60조제5항 (법률 제21784호)", on="leave_taken_on")
def leave_in_pieces_due(asked_leave_minutes: Minutes, leave_by_the_hour_on_request: Flag) -> Flag:
    """근로자가 나누어 청구한 연차를 시간 단위로 주어야 하는지.

    Whether leave that a worker asks for in pieces has to be granted by the hour.
    """
    return (asked_leave_minutes > 0) & leave_by_the_hour_on_request
