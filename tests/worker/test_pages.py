"""What a worker sees with a phone, and what staff see of it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from office import Office, new_office
from office_client import OfficeClient, text
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.staffing.leavers import end_access
from openinsa.staffing.models import Day
from openinsa.worker.actions import answer_report, ask_leave, report_day
from openinsa.worker.models import DayReport, LeaveRequest, ScreenChoice
from worker.phone import employed, photograph, workday, worker_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office() -> Office:
    return new_office()


def phone(office: Office, name: str = "김하늘", **fields: object) -> OfficeClient:
    return OfficeClient(office, employed(office, name, **fields)[1], "worker")


def test_a_worker_alone_is_led_to_the_own_page_and_staff_are_not(office: Office) -> None:
    own = phone(office)
    set_context(None)
    assert own.client.get("/").headers["Location"] == "/my/"
    office.enter()
    staff = OfficeClient(office, office.clerk, "worker")
    assert staff.client.get("/").status_code == 200
    office.enter()
    assert staff.get("start").status_code == 404


def test_the_first_page_says_when_work_is_next_and_what_was_answered(office: Office) -> None:
    _contract, user = employed(office)
    own = OfficeClient(office, user, "worker")
    told = report_day(user, day=TODAY, note="틀림")
    answer_report(office.clerk, told.pk, state="corrected", answer="고쳤습니다")
    page = text(own.get("start"))
    assert "다음 근무" in page
    assert "고쳤습니다" in page
    assert "증명서 떼기" in page


def test_leave_goes_from_the_phone_to_the_clerk_into_the_month_and_back(office: Office) -> None:
    own, day = phone(office), workday(TODAY)
    typed = {"code": "annual_leave", "first_day": day, "last_day": day, "words": "가족 행사"}
    assert own.post("ask_leave", **typed).headers["Location"] == "/my/asked/"
    asked, clerk = LeaveRequest.objects.get(), OfficeClient(office, office.clerk, "worker")
    assert "김하늘" in text(clerk.get("leave_requests"))
    assert "가족 행사" in text(clerk.get("leave_request", asked.pk))
    set_context(None)
    assert "답변할 휴가 신청" in clerk.client.get("/").content.decode()
    office.enter()
    clerk.post("leave_request", asked.pk, approve="yes", answer="잘 다녀오세요")
    assert Day.objects.get(date=day).mark == "연"
    assert "잘 다녀오세요" in text(own.get("asked"))


def test_a_refused_request_is_told_on_the_form_and_keeps_what_was_typed(office: Office) -> None:
    own = phone(office)
    late = TODAY + timedelta(days=900)
    page = own.post("ask_leave", code="annual_leave", first_day=late, last_day=late, words="")
    assert page.status_code == 200
    assert "계약이 없습니다" in text(page)


def test_a_wrong_day_goes_to_the_clerk_with_its_picture(office: Office) -> None:
    own = phone(office)
    picture = SimpleUploadedFile("사진.jpg", photograph(), "image/jpeg")
    own.post("report_day", day=TODAY, note="18시까지 일했습니다", photo=picture)
    told, clerk = DayReport.objects.get(), OfficeClient(office, office.clerk, "worker")
    assert "18시까지" in text(clerk.get("day_report", told.pk))
    assert clerk.get("photo", told.pk).content[:2] == b"\xff\xd8"
    assert own.get("photo", told.pk).status_code == 200
    clerk.post("day_report", told.pk, state="answered", answer="그대로 맞습니다")
    assert "그대로 맞습니다" in text(own.get("asked"))


def test_nobody_sees_what_another_worker_asked(office: Office) -> None:
    contract, user = employed(office)
    asked = ask_leave(user, code="annual_leave", first_day=TODAY, last_day=TODAY)
    told = report_day(user, day=TODAY, note="틀렸습니다", photo=photograph())
    other = phone(office, "이바다")
    assert other.post("withdraw_leave", asked.pk).status_code == 404
    assert other.get("photo", told.pk).status_code == 404
    assert other.get("leave_request", asked.pk).status_code == 403
    assert OfficeClient(office, office.auditor, "worker").get("leave_requests").status_code == 403
    assert contract.person.name not in text(other.get("asked"))


def test_the_chosen_language_and_size_go_with_the_login_to_another_phone(office: Office) -> None:
    _contract, user = employed(office)
    first = OfficeClient(office, user, "worker")
    set_context(None)
    first.client.post("/preferences/", {"django_language": "vi", "next": "/my/"})
    first.client.post("/preferences/", {"type": "large", "next": "/my/"})
    office.enter()
    kept = ScreenChoice.objects.get()
    assert (kept.language, kept.type_size) == ("vi", "large")
    set_context(None)
    second = Client()
    second.post("/accounts/login/", {"login": user.username, "password": "a long enough word"})
    assert {name: one.value for name, one in second.cookies.items()}.items() >= {
        "django_language": "vi",
        "type": "large",
    }.items()
    page = second.get("/my/").content.decode()
    assert '<html lang="vi"' in page
    assert 'data-type="large"' in page


def test_staff_read_korean_where_a_browser_asks_for_a_language_of_workers(office: Office) -> None:
    clerk = Client(headers={"accept-language": "vi"})
    set_context(office.institution.pk)
    clerk.force_login(office.clerk)
    set_context(None)
    assert '<html lang="ko"' in clerk.get("/").content.decode()
    assert (
        '<html lang="vi"'
        in Client(headers={"accept-language": "vi"}).get("/accounts/login/").content.decode()
    )


@pytest.mark.parametrize(
    ("language", "name", "wrong"),
    [
        ("ko", "로그인 이름", "로그인 이름이나 비밀번호가 맞지 않습니다."),
        ("vi", "Tên đăng nhập", "Tên đăng nhập hoặc mật khẩu không đúng"),
        ("zh-hans", "登录名", "登录名或密码不正确"),
    ],
)
def test_the_door_speaks_one_language_and_calls_the_login_as_the_letter_does(
    language: str, name: str, wrong: str
) -> None:
    phone = Client(headers={"accept-language": language})
    assert name in phone.get("/accounts/login/").content.decode()
    answer = phone.post("/accounts/login/", {"login": "nobody", "password": "a wrong word"})
    assert wrong in answer.content.decode()


def leaver(office: Office) -> User:
    """Somebody whose work ended ten days ago."""
    contract = office.employ(starts_on=TODAY - timedelta(days=300), ends_on=TODAY - timedelta(days=10))
    user = worker_of(office, contract)
    end_access(office.institution.pk, TODAY)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(("gone", "open_still"), [(0, True), (1, False)])
def test_whoever_left_reads_and_issues_to_the_last_day_of_the_three_years(
    office: Office, gone: int, open_still: bool
) -> None:
    user = leaver(office)
    assert user.valid_to == (TODAY - timedelta(days=10)).replace(year=(TODAY - timedelta(days=10)).year + 3)
    User.objects.filter(pk=user.pk).update(valid_to=TODAY - timedelta(days=gone))
    set_context(None)
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "a long enough word"})
    reached = {client.get(f"/my/{page}").status_code for page in ("", "certificates/", "asked/")}
    assert reached == ({200} if open_still else {302})
    office.enter()


def test_whoever_left_sees_until_when_and_asks_for_no_leave(office: Office) -> None:
    page = text(OfficeClient(office, leaver(office), "worker").get("start"))
    assert "근로계약이 끝났습니다" in page
    assert "휴가 신청" not in page.partition("tiles")[2].partition("</main>")[0]


def test_a_login_of_no_person_has_no_pages_of_its_own(office: Office) -> None:
    nobody = OfficeClient(office, office.user(Role.WORKER), "worker")
    assert nobody.get("start").status_code == 404


def test_the_script_that_works_without_a_network_is_the_same_in_every_language(client: Client) -> None:
    """A script that changed with the language would be exchanged under a page on its way."""
    scripts = {
        client.get("/my/service-worker.js", headers={"accept-language": code}).content
        for code, _name in settings.LANGUAGES
    }
    assert len(scripts) == 1
    page = client.get("/my/offline/").content.decode()
    for said in ("인터넷이 없습니다", "There is no network", "Không có mạng", "没有网络"):
        assert said in page
