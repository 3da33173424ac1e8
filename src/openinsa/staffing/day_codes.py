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
    StartingCode("late", "지각", "지각", "late arrival", LEAVE, False, PRESENT, ""),
    StartingCode("early_leave", "조퇴", "조퇴", "early leave", LEAVE, False, PRESENT, ""),
    StartingCode("time_out", "외출", "외출", "time out", LEAVE, False, PRESENT, ""),
    StartingCode(
        "night_work", "야근", "야간근무", "night work", WORK, True, PRESENT, "근로기준법 제56조제3항"
    ),
    StartingCode(
        "holiday_work", "휴근", "휴일근무", "holiday work", WORK, True, PRESENT, "근로기준법 제56조제2항"
    ),
    StartingCode(
        "substitute_day",
        "대휴",
        "대체휴무",
        "day off for a swapped holiday",
        LEAVE,
        True,
        EXCUSED,
        "근로기준법 제55조제2항",
    ),
    StartingCode(
        "compensatory_leave",
        "보상",
        "보상휴가",
        "compensatory leave",
        LEAVE,
        True,
        EXCUSED,
        "근로기준법 제57조",
    ),
    StartingCode(
        "maternity_leave",
        "출산",
        "출산전후휴가(유급)",
        "maternity leave, paid",
        LEAVE,
        True,
        EXCUSED,
        "근로기준법 제74조제1항, 제4항",
    ),
    StartingCode(
        "maternity_leave_unpaid",
        "출산무",
        "출산전후휴가(무급)",
        "maternity leave, unpaid",
        LEAVE,
        False,
        EXCUSED,
        "근로기준법 제74조제1항, 제4항",
    ),
    StartingCode(
        "prenatal_check", "검진", "태아검진", "prenatal check", LEAVE, True, EXCUSED, "근로기준법 제74조의2"
    ),
    StartingCode("nursing", "수유", "수유시간", "nursing time", LEAVE, True, PRESENT, "근로기준법 제75조"),
    StartingCode(
        "spouse_birth_leave",
        "배출",
        "배우자 출산휴가",
        "leave for the birth of a child",
        LEAVE,
        True,
        EXCUSED,
        "남녀고용평등법 제18조의2",
    ),
    StartingCode(
        "childcare_leave",
        "육아",
        "육아휴직",
        "childcare leave",
        LEAVE,
        False,
        EXCUSED,
        "남녀고용평등법 제19조",
    ),
    StartingCode(
        "infertility_leave",
        "난임",
        "난임치료휴가(유급)",
        "infertility leave, paid",
        LEAVE,
        True,
        EXCUSED,
        "남녀고용평등법 제18조의3",
    ),
    StartingCode(
        "infertility_leave_unpaid",
        "난임무",
        "난임치료휴가(무급)",
        "infertility leave, unpaid",
        LEAVE,
        False,
        EXCUSED,
        "남녀고용평등법 제18조의3",
    ),
    StartingCode(
        "family_care_leave",
        "돌봄",
        "가족돌봄휴가",
        "family care leave",
        LEAVE,
        False,
        EXCUSED,
        "남녀고용평등법 제22조의2",
    ),
    StartingCode(
        "menstrual_leave", "생리", "생리휴가", "menstrual leave", LEAVE, False, EXCUSED, "근로기준법 제73조"
    ),
    StartingCode(
        "work_injury_leave",
        "산재",
        "산재요양",
        "leave for a work injury",
        LEAVE,
        False,
        EXCUSED,
        "산업재해보상보험법",
    ),
    StartingCode(
        "closure", "휴업", "휴업", "closed by the employer", LEAVE, False, EXCUSED, "근로기준법 제46조"
    ),
]


def add_starting_codes(institution_id: int) -> None:
    """Give a new institution the marks above."""
    DayCode.objects.bulk_create(
        DayCode(institution_id=institution_id, position=position, **asdict(starting))
        for position, starting in enumerate(STARTING_CODES)
    )
