"""The marks that every institution starts with. It may add its own; these keep their meaning.

Source: facts of municipal work-status sheets; paid and attendance follow the local rule in force, so an
institution may change both flags, never the kind.
"""

from dataclasses import asdict, dataclass

from openinsa.staffing.models import DayCode

WORK, FREE, LEAVE, HALF = DayCode.Kind.WORK, DayCode.Kind.FREE, DayCode.Kind.LEAVE, DayCode.Kind.HALF
DUTY = DayCode.Kind.DUTY
PRESENT, EXCUSED, ABSENT = (
    DayCode.Attendance.PRESENT,
    DayCode.Attendance.EXCUSED,
    DayCode.Attendance.ABSENT,
)


@dataclass(frozen=True)
class StartingCode:
    code: str
    mark: str
    label_ko: str
    label_en: str
    kind: str
    paid: bool
    attendance: str
    law: str = ""
    as_work: bool = False
    starts: int | None = None
    ends: int | None = None


STARTING_CODES = [
    StartingCode("work", "출", "근무", "work", WORK, True, PRESENT),
    StartingCode("off", "휴", "휴무일", "day off", FREE, False, EXCUSED),
    StartingCode(
        "weekly_holiday", "주", "주휴일", "weekly holiday", FREE, True, EXCUSED, "근로기준법 제55조제1항"
    ),
    StartingCode(
        "public_holiday", "공휴", "공휴일", "public holiday", FREE, True, EXCUSED, "근로기준법 제55조제2항"
    ),
    StartingCode("annual_leave", "연", "연차휴가", "annual leave", LEAVE, True, EXCUSED, "근로기준법 제60조"),
    StartingCode(
        "morning_leave", "오전반", "오전 반차", "morning leave", HALF, True, PRESENT, "근로기준법 제60조"
    ),
    StartingCode(
        "half_leave", "반", "오후 반차", "afternoon leave", HALF, True, PRESENT, "근로기준법 제60조"
    ),
    StartingCode("official_leave", "공", "공가", "official leave", LEAVE, True, EXCUSED, "근로기준법 제10조"),
    StartingCode("paid_sick_leave", "병", "유급병가", "paid sick leave", LEAVE, True, EXCUSED),
    StartingCode("unpaid_sick_leave", "무병", "무급병가", "unpaid sick leave", LEAVE, False, ABSENT),
    StartingCode("special_leave", "특", "특별휴가", "special leave", LEAVE, True, EXCUSED),
    StartingCode("training", "교육", "교육", "training", WORK, True, PRESENT),
    StartingCode("business_trip", "출장", "출장", "business trip", WORK, True, PRESENT),
    StartingCode("after_night", "비번", "비번", "off after night", FREE, False, EXCUSED),
    StartingCode("absence", "결", "결근", "absence", LEAVE, False, ABSENT, "근로기준법 시행령 제30조제1항"),
    StartingCode(
        "pregnancy_hours",
        "단축",
        "임신기 단축",
        "shorter hours of a pregnancy",
        LEAVE,
        True,
        PRESENT,
        "근로기준법 제74조제7항",
    ),
    StartingCode("day_duty", "일직", "일직", "day duty", DUTY, False, EXCUSED, "대법원 93다46254"),
    StartingCode("night_duty", "숙직", "숙직", "night duty", DUTY, False, EXCUSED, "대법원 93다46254"),
]


def add_starting_codes(institution_id: int) -> None:
    """Give a new institution the marks above."""
    DayCode.objects.bulk_create(
        DayCode(institution_id=institution_id, position=position, **asdict(starting))
        for position, starting in enumerate(STARTING_CODES)
    )
