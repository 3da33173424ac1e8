"""What messages say: the house's words for every purpose and language, and an institution's own in their place.

A place is written {name}. Nothing else of a text is interpreted, whatever somebody types into it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openinsa.delivery.models import MailText, Purpose
from openinsa.people.refusals import Refused, require

PLACE = re.compile(r"\{(\w+)\}")
KOREAN = "ko"


class PlaceUnknown(Refused):
    status = 422
    sentence = _("'{%(place)s}'에 넣을 값이 없습니다. %(known)s 가운데에서 골라 주세요.")


class PlaceMissing(Refused):
    status = 422
    sentence = _("'{%(place)s}'이(가) 빠졌습니다. 받은 사람이 쓸 수 있도록 글에 넣어 주세요.")


@dataclass(frozen=True)
class Text:
    """A subject and a body, and for a telephone one line."""

    subject: str
    body: str
    short: str = ""


PLACES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.PAYSLIP_LINK: ("institution", "name", "month", "link", "until"),
        Purpose.PAYSLIP_PDF: ("institution", "name", "month", "password"),
        Purpose.INVITATION: ("institution", "name", "login", "link", "until"),
        Purpose.CODE: ("institution", "code", "minutes"),
        Purpose.ADDRESS: ("institution", "code", "minutes"),
        Purpose.ADDRESS_CHANGED: ("institution", "name"),
        Purpose.AGREEMENT: ("institution", "name", "link", "until"),
        Purpose.AGREED: ("institution", "name", "link"),
        Purpose.TEST: ("institution",),
    }
)
NEEDED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.PAYSLIP_LINK: ("link",),
        Purpose.PAYSLIP_PDF: ("password",),
        Purpose.INVITATION: ("link", "login"),
        Purpose.CODE: ("code",),
        Purpose.ADDRESS: ("code",),
        Purpose.AGREEMENT: ("link",),
        Purpose.AGREED: ("link",),
    }
)
HOUSE: Mapping[tuple[str, str], Text] = MappingProxyType(
    {
        (Purpose.AGREEMENT, "ko"): Text(
            "[{institution}] 서명할 근로계약서",
            "{name}님,\n\n서명할 근로계약서가 왔습니다. 로그인하여 읽고 {until}까지 서명해 주세요.\n\n{link}\n\n{institution}",
            "[{institution}] {until}까지 서명할 근로계약서: {link}",
        ),
        (Purpose.AGREEMENT, "en"): Text(
            "[{institution}] A contract to sign",
            "Dear {name},\n\nThere is a contract of employment for you to sign. Sign in, read it and sign by {until}.\n\n{link}\n\n{institution}",
            "[{institution}] A contract to sign by {until}: {link}",
        ),
        (Purpose.AGREEMENT, "vi"): Text(
            "[{institution}] Hợp đồng lao động cần ký",
            "Kính gửi {name},\n\nCó hợp đồng lao động cần bạn ký. Hãy đăng nhập, đọc và ký trước hết ngày {until}.\n\n{link}\n\n{institution}",
        ),
        (Purpose.AGREEMENT, "zh-hans"): Text(
            "[{institution}] 待签署的劳动合同",
            "{name}，您好：\n\n有一份劳动合同等待您签署。请登录阅读，并在 {until} 前签署。\n\n{link}\n\n{institution}",
        ),
        (Purpose.AGREED, "ko"): Text(
            "[{institution}] 체결한 근로계약서",
            "{name}님,\n\n근로계약을 체결했습니다. 로그인하여 체결한 계약서를 내려받을 수 있습니다. 기관이 가진 것과 같은 파일입니다.\n\n{link}\n\n{institution}",
            "[{institution}] 체결한 근로계약서: {link}",
        ),
        (Purpose.AGREED, "en"): Text(
            "[{institution}] Your contract of employment",
            "Dear {name},\n\nYour contract of employment is concluded. Sign in to download it; it is the same file that the institution holds.\n\n{link}\n\n{institution}",
            "[{institution}] Your contract: {link}",
        ),
        (Purpose.AGREED, "vi"): Text(
            "[{institution}] Hợp đồng lao động đã ký kết",
            "Kính gửi {name},\n\nHợp đồng lao động đã được ký kết. Hãy đăng nhập để tải về; đó là cùng một tệp với tệp cơ quan giữ.\n\n{link}\n\n{institution}",
        ),
        (Purpose.AGREED, "zh-hans"): Text(
            "[{institution}] 已签订的劳动合同",
            "{name}，您好：\n\n劳动合同已签订。请登录下载；它与机构持有的文件相同。\n\n{link}\n\n{institution}",
        ),
        (Purpose.PAYSLIP_LINK, "ko"): Text(
            "[{institution}] {month} 급여명세서",
            "{name}님,\n\n{month} 급여명세서가 나왔습니다. 아래 주소를 열고 본인 확인을 하면 볼 수 있습니다.\n\n{link}\n\n"
            "이 주소는 {until}까지 한 번만 열립니다. 그 뒤에는 로그인해서 '내 급여명세서'에서 볼 수 있습니다.\n\n{institution}",
            "[{institution}] {month} 급여명세서: {link}",
        ),
        (Purpose.PAYSLIP_LINK, "en"): Text(
            "[{institution}] Payslip of {month}",
            "Dear {name},\n\nYour payslip of {month} is ready. Open the address below and confirm who you are.\n\n{link}\n\n"
            "It opens once, until {until}. After that you find it under 'My payslips' when you sign in.\n\n{institution}",
            "[{institution}] Payslip {month}: {link}",
        ),
        (Purpose.PAYSLIP_LINK, "vi"): Text(
            "[{institution}] Phiếu lương tháng {month}",
            "Kính gửi {name},\n\nPhiếu lương tháng {month} đã có. Hãy mở địa chỉ dưới đây và xác nhận danh tính.\n\n{link}\n\n"
            "Địa chỉ chỉ mở được một lần, đến {until}. Sau đó hãy đăng nhập và xem trong 'Phiếu lương của tôi'.\n\n{institution}",
        ),
        (Purpose.PAYSLIP_LINK, "zh-hans"): Text(
            "[{institution}] {month} 工资单",
            "{name}：\n\n{month} 的工资单已出。请打开以下地址并确认本人身份。\n\n{link}\n\n"
            "该地址在 {until} 前只能打开一次。之后请登录并在“我的工资单”中查看。\n\n{institution}",
        ),
        (Purpose.PAYSLIP_PDF, "ko"): Text(
            "[{institution}] {month} 급여명세서",
            "{name}님,\n\n{month} 급여명세서를 붙여 보냅니다. 파일을 열 때 암호를 묻습니다.\n\n암호: {password}\n\n{institution}",
        ),
        (Purpose.PAYSLIP_PDF, "en"): Text(
            "[{institution}] Payslip of {month}",
            "Dear {name},\n\nYour payslip of {month} is attached. Opening the file asks for a password.\n\n"
            "Password: {password}\n\n{institution}",
        ),
        (Purpose.PAYSLIP_PDF, "vi"): Text(
            "[{institution}] Phiếu lương tháng {month}",
            "Kính gửi {name},\n\nPhiếu lương tháng {month} được đính kèm. Khi mở tệp, bạn cần nhập mật khẩu.\n\n"
            "Mật khẩu: {password}\n\n{institution}",
        ),
        (Purpose.PAYSLIP_PDF, "zh-hans"): Text(
            "[{institution}] {month} 工资单",
            "{name}：\n\n随信附上 {month} 的工资单。打开文件时需要密码。\n\n密码：{password}\n\n{institution}",
        ),
        (Purpose.INVITATION, "ko"): Text(
            "[{institution}] 근로자 화면 초대",
            "{name}님,\n\n급여명세서와 근무한 날, 증명서를 휴대전화로 볼 수 있습니다. 아래 주소를 열어 시작하세요.\n\n{link}\n\n"
            "로그인 이름: {login}\n이 주소는 {until}까지 한 번만 쓸 수 있습니다.\n\n{institution}",
            "[{institution}] 급여명세서·증명서 보기 시작: {link}",
        ),
        (Purpose.INVITATION, "en"): Text(
            "[{institution}] Your own pages",
            "Dear {name},\n\nSee your payslips, days of work and certificates on your phone. Open the address below to begin.\n\n"
            "{link}\n\nLogin name: {login}\nThe address can be used once, until {until}.\n\n{institution}",
            "[{institution}] Begin here: {link}",
        ),
        (Purpose.INVITATION, "vi"): Text(
            "[{institution}] Trang dành cho người lao động",
            "Kính gửi {name},\n\nBạn có thể xem phiếu lương, ngày làm việc và giấy chứng nhận trên điện thoại. "
            "Hãy mở địa chỉ dưới đây để bắt đầu.\n\n{link}\n\nTên đăng nhập: {login}\n"
            "Địa chỉ dùng được một lần, đến {until}.\n\n{institution}",
        ),
        (Purpose.INVITATION, "zh-hans"): Text(
            "[{institution}] 劳动者页面邀请",
            "{name}：\n\n您可以用手机查看工资单、出勤日和证明书。请打开以下地址开始。\n\n{link}\n\n"
            "登录名：{login}\n该地址在 {until} 前只能使用一次。\n\n{institution}",
        ),
        (Purpose.CODE, "ko"): Text(
            "[{institution}] 인증번호",
            "인증번호: {code}\n\n{minutes}분 안에 화면에 입력하세요. 누가 물어도 알려 주지 마세요.\n"
            "요청한 적이 없으면 이 글을 지우고 인사담당에게 알려 주세요.",
            "[{institution}] 인증번호 {code} ({minutes}분 안에 입력. 남에게 알려 주지 마세요)",
        ),
        (Purpose.CODE, "en"): Text(
            "[{institution}] Your code",
            "Code: {code}\n\nEnter it within {minutes} minutes. Tell it to nobody, whoever asks.\n"
            "If you did not ask for it, delete this message and tell your HR officer.",
            "[{institution}] Code {code}, valid {minutes} min. Tell it to nobody.",
        ),
        (Purpose.CODE, "vi"): Text(
            "[{institution}] Mã xác thực",
            "Mã xác thực: {code}\n\nHãy nhập trong vòng {minutes} phút. Không cho bất kỳ ai biết mã này.\n"
            "Nếu bạn không yêu cầu, hãy xóa thư này và báo cho phụ trách nhân sự.",
        ),
        (Purpose.CODE, "zh-hans"): Text(
            "[{institution}] 验证码",
            "验证码：{code}\n\n请在 {minutes} 分钟内输入。不要告诉任何人。\n若您没有请求，请删除本邮件并告知人事负责人。",
        ),
        (Purpose.ADDRESS, "ko"): Text(
            "[{institution}] 전자우편 주소 확인",
            "확인번호: {code}\n\n{minutes}분 안에 화면에 입력하면 이 주소로 급여명세서와 알림을 보냅니다.",
        ),
        (Purpose.ADDRESS, "en"): Text(
            "[{institution}] Confirm your address",
            "Code: {code}\n\nEnter it within {minutes} minutes, and payslips and notices will come to this address.",
        ),
        (Purpose.ADDRESS_CHANGED, "ko"): Text(
            "[{institution}] 전자우편 주소가 바뀌었습니다",
            "{name}님,\n\n알림을 받는 전자우편 주소가 다른 주소로 바뀌었습니다. 직접 바꾸지 않았으면 인사담당에게 바로 알려 주세요.\n\n{institution}",
        ),
        (Purpose.ADDRESS_CHANGED, "en"): Text(
            "[{institution}] Your mail address was changed",
            "Dear {name},\n\nNotices go to another mail address from now on. If this was not you, tell your HR officer at once.\n\n{institution}",
        ),
        (Purpose.TEST, "ko"): Text(
            "[{institution}] 시험 메일", "이 글이 도착했으면 {institution}의 메일 설정이 맞습니다.\n"
        ),
        (Purpose.TEST, "en"): Text(
            "[{institution}] Test message", "If you read this, the mail settings of {institution} work.\n"
        ),
    }
)


def languages() -> list[tuple[str, str]]:
    """The languages that messages are written in: those of the site that the house has words for."""
    spoken = {language for _purpose, language in HOUSE}
    return [(code, name) for code, name in settings.LANGUAGES if code in spoken]


def text_for(purpose: str, language: str) -> Text:
    """The words for a purpose: the institution's own, or the house's, Korean where a language has none."""
    house = HOUSE.get((purpose, language)) or HOUSE[purpose, KOREAN]
    own = MailText.objects.filter(purpose=purpose, language=language).first()
    return Text(own.subject, own.body, house.short) if own else house


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; a place without a value stays as it is written."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def require_places(purpose: str, subject: str, body: str) -> None:
    """Refuse a text with a place that nothing fills, or without the one that it is for."""
    known, found = PLACES[purpose], set(PLACE.findall(f"{subject} {body}"))
    for place in sorted(found - set(known)):
        raise PlaceUnknown(place=place, known=", ".join(f"{{{one}}}" for one in known))
    for place in NEEDED.get(purpose, ()):
        require(place in set(PLACE.findall(body)), PlaceMissing(place=place))
