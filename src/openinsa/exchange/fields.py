"""The columns of a register, the words that clerks use for them, and how each is read.

A word is compared without blanks, signs and what stands in brackets. `words` match a heading whole;
`parts` match inside a heading that no word fits, unless the heading holds one of OTHER_MATTERS.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from openinsa.exchange import values
from openinsa.exchange.cells import Cell


@dataclass(frozen=True)
class Field:
    """One thing that a register can say of a person."""

    key: str
    ko: str
    en: str
    read: Callable[[Cell], values.Value]
    words: str
    parts: tuple[str, ...] = ()


FIELDS = (
    Field(
        "name",
        "성명",
        "name",
        values.read_name,
        "성명 이름 성함 근로자명 근로자성명 근로자이름 참여자 참여자명 참여자성명 대상자 대상자명 대상자성명 직원명 사원명 인부명 "
        "피고용인 채용자 채용자명 근무자 근무자명 근무자성명 한글성명 성명한글 name",
        ("성명", "성함", "이름"),
    ),
    Field(
        "resident_number",
        "주민등록번호",
        "resident number",
        values.read_resident_number,
        "주민등록번호 주민번호 주민등록 외국인등록번호 주민외국인등록번호 주민등록번호외국인등록번호 주민번호외국인번호 실명번호 "
        "주민등록번호13자리 주민번호13자리 rrn",
        ("주민", "외국인등록"),
    ),
    Field(
        "birth",
        "생년월일",
        "date of birth",
        values.read_birth,
        "생년월일 생일 출생일 출생일자 출생연월일 생년월일6자리 생년 birth",
        ("생년월일",),
    ),
    Field(
        "phone",
        "전화번호",
        "telephone",
        values.read_phone,
        "전화번호 연락처 휴대전화 휴대전화번호 휴대폰 휴대폰번호 핸드폰 핸드폰번호 전화 이동전화 이동전화번호 hp h.p 모바일 phone",
        ("휴대", "핸드폰", "전화", "연락처"),
    ),
    Field(
        "email",
        "전자우편",
        "mail address",
        values.read_email,
        "전자우편 전자우편주소 이메일 이메일주소 메일 메일주소 전자메일 email emailaddress mail",
        ("전자우편", "이메일"),
    ),
    Field(
        "department",
        "부서",
        "department",
        values.read_words,
        "부서 부서명 소속 소속부서 담당부서 담당과 과명 실과 실과명 부서과 주관부서 사업부서 운영부서 관리부서 근무부서 배치부서 과소 과소명 department",
        ("부서", "소속"),
    ),
    Field(
        "project",
        "사업명",
        "project",
        values.read_words,
        "사업명 사업 세부사업 세부사업명 단위사업 단위사업명 참여사업 참여사업명 배정사업 프로젝트 프로젝트명 과제명 일자리명 사업명칭 project",
        ("사업명", "세부사업"),
    ),
    Field(
        "job",
        "담당업무",
        "job",
        values.read_words,
        "담당업무 업무 업무명 업무내용 직무 직무명 직종 직종명 분야 채용분야 담당 담당직무 수행업무 근무내용 모집분야 job",
        ("업무", "직무", "직종"),
    ),
    Field(
        "start",
        "계약시작일",
        "first day",
        values.read_date,
        "계약시작일 계약시작일자 계약시작 시작 시작일 시작일자 부터 개시 개시일 계약개시일 근로개시일 근로시작일 근로시작 근무시작일 근무시작 "
        "근무개시일 고용시작일 고용개시일 고용일 채용일 채용일자 입사일 입사일자 임용일 임용일자 착수일 사업시작일 계약일 위촉일 자 from start",
        ("시작", "개시", "채용일", "입사", "임용일"),
    ),
    Field(
        "end",
        "계약종료일",
        "last day",
        values.read_last_day,
        "계약종료일 계약종료일자 계약종료 종료 종료일 종료일자 까지 만료 만료일 만료일자 계약만료일 계약만료일자 계약만료 근로종료일 근로종료 근무종료일 "
        "근무종료 고용종료일 고용만료일 퇴사일 퇴사예정일 퇴직일 퇴직예정일 해지일 사업종료일 종료예정일 완료일 지 to end",
        ("종료", "만료", "퇴사", "퇴직"),
    ),
    Field(
        "period",
        "계약기간",
        "period",
        values.read_words,
        "계약기간 근무기간 근로기간 채용기간 고용기간 사업기간 참여기간 근로계약기간 고용계약기간 임용기간 기간",
    ),
    Field(
        "daily_wage",
        "일급",
        "daily wage",
        values.read_money,
        "일급 일당 일비 일급여 일급액 일당액 임금단가 일급단가 일당단가 노임단가 일노임 일단가 단가 1일임금 1일임금액 일임금액 1일단가 1일급여 일일임금 일일단가 일임금 "
        "임금일급 임금일액 일액 노임 인건비단가 기본일급 계약일급 기준단가 임금 보수 급여",
        ("일급", "일당", "단가"),
    ),
    Field(
        "hourly_wage",
        "시급",
        "hourly wage",
        values.read_money,
        "시급 시간급 시간당임금 시간당급여 시급단가 시간단가 시간당단가 계약시급 기본시급",
        ("시급", "시간급", "시간당"),
    ),
    Field(
        "monthly_wage",
        "월급",
        "monthly wage",
        values.read_money,
        "월급 월급여 월급액 월보수 월보수액 월임금 월급여액 월인건비 기본급 월기본급 계약월급 월지급액",
        ("월급", "월보수", "월임금"),
    ),
    Field(
        "bank",
        "은행",
        "bank",
        values.read_words,
        "은행 은행명 입금은행 거래은행 급여은행 지급은행 이체은행 금융기관 금융기관명 금융회사 은행금융기관 bank",
        ("은행", "금융"),
    ),
    Field(
        "account",
        "계좌번호",
        "account number",
        values.read_account,
        "계좌번호 계좌 입금계좌 입금계좌번호 급여계좌 급여계좌번호 지급계좌 지급계좌번호 이체계좌 이체계좌번호 통장번호 통장계좌 통장계좌번호 account",
        ("계좌", "통장"),
    ),
    Field(
        "bank_account",
        "은행·계좌번호",
        "bank and account",
        values.read_words,
        "은행계좌번호 은행및계좌번호 은행계좌 은행명계좌번호 은행명및계좌번호 계좌번호은행 계좌번호은행명 은행명계좌 금융기관계좌번호",
    ),
    Field(
        "account_holder",
        "예금주",
        "account holder",
        values.read_words,
        "예금주 예금주명 예금주성명 계좌주 통장명의인",
        ("예금주",),
    ),
    Field(
        "address",
        "주소",
        "address",
        values.read_words,
        "주소 거주지 주소지 현주소 도로명주소 거주지주소 자택주소",
        ("주소",),
    ),
    Field(
        "daily_scheduled_minutes",
        "1일 근로시간",
        "hours a day",
        values.read_hours,
        "1일근로시간 1일소정근로시간 1일근무시간 일근로시간 일근무시간 일소정근로시간 소정근로시간1일",
    ),
    Field(
        "weekly_scheduled_days",
        "주 근무일수",
        "days a week",
        values.whole_number(1, 7),
        "주근무일수 1주근무일수 주소정근로일수 1주소정근로일수 주당근무일수 소정근로일수 주근로일수",
    ),
    Field(
        "work_days",
        "근무요일",
        "weekdays of work",
        values.read_weekdays,
        "근무요일 근로요일 근무하는요일 소정근로일 소정근로요일 요일",
    ),
    Field(
        "work_times",
        "근무시간",
        "times of work",
        values.read_work_times,
        "근무시간 근무시각 근로시간 근로시각 출퇴근시간 출퇴근시각 업무시간 시업종업시각 시업종업 근무시간대",
    ),
    Field(
        "break_times",
        "휴게시간",
        "breaks",
        values.read_break_times,
        "휴게시간 휴게 휴게시각 점심시간 휴식시간",
    ),
    Field(
        "monthly_scheduled_minutes",
        "월 소정근로시간",
        "hours a month",
        values.read_month_hours,
        "월소정근로시간 월소정시간 월근로시간 월근무시간 1월소정근로시간 1개월소정근로시간 월간소정근로시간",
    ),
    Field(
        "part_time",
        "단시간근로자 여부",
        "part-time",
        values.read_part_time,
        "단시간근로자여부 단시간여부 단시간근로자 단시간 시간제여부 통상단시간구분",
    ),
    Field(
        "family_members",
        "공제대상 가족 수",
        "family members",
        values.whole_number(1, 20),
        "공제대상가족수 부양가족수 부양가족 가족수 공제대상가족",
    ),
    Field(
        "children_8_to_20",
        "8세 이상 20세 이하 자녀 수",
        "children of 8 to 20",
        values.whole_number(0, 20),
        "8세이상20세이하자녀수 820세자녀수 8세~20세자녀수 자녀수 공제대상자녀수",
    ),
    Field(
        "tax_mode",
        "과세 방식",
        "how tax is withheld",
        values.read_tax_mode,
        "과세방식 소득세과세방식 원천징수방식 소득세원천징수방식",
    ),
    Field(
        "kind_of_hire",
        "고용 형태",
        "kind of hire",
        values.read_kind_of_hire,
        "고용형태 근로형태 채용형태 고용구분",
    ),
    Field(
        "exception_reason",
        "기간제 사용기간 예외 사유",
        "ground for an exception from two years",
        values.read_exception_reason,
        "기간제사용기간예외사유 사용기간예외사유 기간제예외사유 사용기간제한예외사유 2년초과사유 2년예외사유 예외사유",
    ),
    Field(
        "exception_document",
        "예외 사유 문서",
        "document of the exception",
        values.read_words,
        "예외사유문서 예외사유문서번호 예외사유승인번호 예외사유근거 예외근거문서 예외근거",
    ),
    Field(
        "review_approval",
        "사전심사 승인번호",
        "number of the prior review",
        values.read_words,
        "사전심사승인번호 사전심사번호 사전심사문서번호 채용사전심사승인번호 사전심사",
    ),
    Field(
        "review_approved_on",
        "사전심사 승인일",
        "day of the prior review",
        values.read_date,
        "사전심사승인일 사전심사승인일자 사전심사일 사전심사일자 채용사전심사승인일",
    ),
    Field(
        "items_from",
        "수당 적용일",
        "first day of pay items",
        values.read_date,
        "수당적용일 수당적용일자 수당시작일 수당적용시작일 수당지급시작일",
    ),
)

BY_KEY = {field.key: field for field in FIELDS}
ITEM = "item:"
"""How the key of a pay item's column begins; the item's name follows."""
WAGES = {"daily_wage": "daily", "hourly_wage": "hourly", "monthly_wage": "monthly"}
"""The fields that say what work costs, and the pay basis each stands for."""

SERIAL = set("연번 번호 순번 no 일련번호 순 구분 확인할내용 tobemended".split())
"""Headings of running numbers and of our own error report: nothing is lost when they are left out."""

OTHER_MATTERS = (
    "예금주 보호자 비상 담당자 담당공무원 책임자 팀장 합계 총 소계 예산 일수 지급액 공제 세대주 가족 배우자 집전화 자택전화 사무실 유무 여부 "
    "확인 서명 날인 이력 경력 개월 변경전 종전 이전 비고 점수 순위 영문 한자 근무시간 시각 방법"
).split()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The fields that a kind of file has. A heading row names at least `least` of them."""

    fields: Sequence[Field]
    least: int
    other_matters: Sequence[str] = ()

    @cached_property
    def words(self) -> dict[str, tuple[str, int]]:
        """The field of each word, and how good a word it is: where two columns mean one field, the better wins."""
        return {word: (one.key, rank) for one in self.fields for rank, word in enumerate(one.words.split())}

    def field_of(self, heading: str) -> str:
        """The key of the field that a squeezed heading without signs means, by a whole word; "" for none."""
        return self.words.get(heading, ("", 0))[0]

    def rank_of(self, headings: Iterable[str]) -> int:
        """How good the best of some spellings of a heading is; 0 is best."""
        return min((self.words[one][1] for one in headings if one in self.words), default=len(self.words))

    def field_inside(self, heading: str) -> str:
        """The key of the field that a part of a heading points to; "" for none or for another matter."""
        if not heading or any(word in heading for word in self.other_matters):
            return ""
        return next((one.key for one in self.fields for part in one.parts if part in heading), "")


REGISTER = Vocabulary(FIELDS, 3, OTHER_MATTERS)
"""The words of a register of people."""
field_of = REGISTER.field_of


def item_field(name: str) -> Field:
    """The column of a pay item that bears its name."""
    return Field(f"{ITEM}{name}", name, name, values.read_item_amount, "")


def field_named(key: str) -> Field:
    """The field of a key, also of a pay item's."""
    return item_field(key.removeprefix(ITEM)) if key.startswith(ITEM) else BY_KEY[key]
