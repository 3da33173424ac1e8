"""Why something about an agreement is not done."""

from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused


class NothingToDo(Refused):
    sentence = _("고른 것 가운데 이 일을 할 수 있는 전자계약이 없습니다. 상태를 확인하고 다시 골라 주세요.")


class AgreementUnderWay(Refused):
    sentence = _(
        "%(name)s의 계약에는 진행 중인 계약서가 있습니다. 그것을 끝내거나 취소한 뒤에 만들어 주세요. (만들지 않았습니다.)"
    )


class NothingChanged(Refused):
    sentence = _(
        "%(name)s의 계약은 체결한 계약서와 조건이 같습니다. 바뀐 조건이 있을 때 만들어 주세요. (만들지 않았습니다.)"
    )


class NoNextContract(Refused):
    sentence = _(
        "%(name)s의 다음 계약이 같은 사업에 등록되어 있지 않습니다. 계약을 먼저 등록해 주세요. (만들지 않았습니다.)"
    )


class DueBeforeToday(Refused):
    status = 422
    sentence = _("서명 기한이 오늘보다 앞입니다. 오늘이나 그 뒤의 날로 고쳐 주세요.")


class ContractChanged(Refused):
    sentence = _(
        "%(name)s의 계약 조건이 계약서를 만든 뒤에 바뀌어 이 계약서로는 진행할 수 없습니다."
        " 담당자가 바뀐 조건으로 계약서를 다시 만들어야 합니다. (아무것도 저장되지 않았습니다.)"
    )


class AgreementOver(Refused):
    sentence = _(
        "이 계약서는 지금 '%(state)s' 상태여서 이 일을 할 수 없습니다. 화면을 새로 고쳐 확인해 주세요."
        " (아무것도 저장되지 않았습니다.)"
    )


class TermToSignOver(Refused):
    sentence = _(
        "서명 기한(%(due)s)이 지났습니다. 담당자에게 기한을 늘려 달라고 말씀해 주세요. (서명하지 않았습니다.)"
    )


class AnotherWasShown(Refused):
    sentence = _("읽으신 계약서와 지금의 계약서가 다릅니다. 다시 열어 읽어 주세요. (서명하지 않았습니다.)")


class IdentityNotShown(Refused):
    sentence = _(
        "본인 확인을 한 지 %(minutes)d분이 지났습니다. 본인 확인을 다시 한 뒤 서명해 주세요. (서명하지 않았습니다.)"
    )


class OrderToSignOver(Refused):
    sentence = _(
        "기관 서명을 시킨 지 %(hours)d시간이 지나 멈췄습니다. 남은 계약서는 '전자계약'에서 다시 골라 본인 확인을 하고 서명해 주세요."
        " (이미 체결한 것은 그대로입니다.)"
    )


class SignatureEmpty(Refused):
    status = 422
    sentence = _("서명이 비어 있습니다. 칸 안에 이름을 크게 그려 주세요. (서명하지 않았습니다.)")


class SignatureUnreadable(Refused):
    status = 422
    sentence = _(
        "서명 그림을 읽을 수 없습니다. 다시 그리거나 이름을 적어 서명해 주세요. (서명하지 않았습니다.)"
    )


class TypedNameDiffers(Refused):
    status = 422
    sentence = _(
        "적은 이름이 계약서의 성명과 다릅니다. 계약서에 적힌 대로 적어 주세요. (서명하지 않았습니다.)"
    )


class GuardianConsentMissing(Refused):
    sentence = _(
        "%(name)s은(는) 18세 미만입니다. 친권자·후견인 동의서를 먼저 올려 주세요. (체결한 것은 없습니다.)"
    )


class NotAMinor(Refused):
    sentence = _(
        "18세 이상인 사람의 계약서에는 친권자·후견인 동의서를 올리지 않습니다. (저장하지 않았습니다.)"
    )


class UploadedAlready(Refused):
    sentence = _("이미 올린 동의서가 있습니다. 잘못 올렸다면 계약서를 취소하고 다시 만들어 주세요.")


class UploadTooLarge(Refused):
    status = 422
    sentence = _("파일이 %(most)dMB보다 큽니다. 더 작은 파일로 다시 올려 주세요. (저장하지 않았습니다.)")


class UploadUnreadable(Refused):
    status = 422
    sentence = _(
        "PDF나 사진(JPEG, PNG)으로 읽을 수 없는 파일입니다. 스캔한 파일을 다시 골라 주세요. (저장하지 않았습니다.)"
    )


class IssuedBySigning(Refused):
    sentence = _(
        "전자계약서는 두 쪽이 서명할 때 발급됩니다. '전자계약' 화면에서 서명해 주세요. (발급하지 않았습니다.)"
    )
