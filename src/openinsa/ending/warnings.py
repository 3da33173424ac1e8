"""What somebody who reads a settlement has to know, as sentences by code."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, tuple[str, str | Promise]] = {
    "months_missing": (
        "danger",
        _(
            "지급된 급여명세서가 없는 달이 있어 3개월 임금이 모자랍니다: %(months)s. 그 달 급여를 지급한 뒤 다시 계산해 주세요."
        ),
    ),
    "no_ordinary_wage": (
        "danger",
        _("통상임금을 알 수 있는 급여명세서가 없습니다. 1일 통상임금을 사유와 함께 직접 넣어 주세요."),
    ),
    "account_needs_ground": (
        "warning",
        _(
            "55세 미만이고 퇴직금이 고시 금액을 넘습니다. IRP 계좌로 지급하거나 본인 계좌로 지급하는 사유를 골라 주세요."
        ),
    ),
    "hours_change": (
        "warning",
        _("근속 중에 주 15시간 미만인 때와 이상인 때가 섞여 있습니다. 퇴직금 대상 기간을 확인해 주세요."),
    ),
    "gaps_joined": (
        "information",
        _(
            "계약 사이의 %(days)s일은 기관 설정에 따라 이어진 근속으로 셌습니다. 실제 공백인지는 사안마다 다릅니다(확인되지 않음)."
        ),
    ),
    "all_left_out": (
        "warning",
        _("3개월이 모두 빼는 기간이고 그 앞에 일한 날이 없어 통상임금으로 계산했습니다."),
    ),
    "service_anew": (
        "information",
        _("%(day)s까지 중간정산해 퇴직금은 그 다음 날부터의 근속으로 계산했습니다(퇴직급여법 제8조제2항)."),
    ),
    "before_leave": (
        "information",
        _(
            "%(day)s부터 퇴직까지 모두 빼는 기간이라 그 전 3개월의 임금으로 계산했습니다(평균임금산정 특례 고시, 확인되지 않음)."
        ),
    ),
    "days_left_out": ("information", _("평균임금에서 %(days)s일과 그 임금을 뺐습니다.")),
    "fairness_announced": (
        "information",
        _("공정수당은 발표된 계획이며 아직 법이 아닙니다. 지침을 확인해 주세요."),
    ),
    "fairness_not_paid": (
        "information",
        _(
            "발표된 계획대로라면 공정수당은 %(won)s원입니다. 기관 설정에서 지급하기로 정하지 않아 넣지 않았습니다."
        ),
    ),
    "through_payroll": (
        "information",
        _(
            "미사용 연차수당과 공정수당은 급여 항목으로 지급하며 세금도 급여에서 뗍니다. 이 정산의 실지급액에는 들어 있지 않습니다."
        ),
    ),
}
"""By code: the tone and the sentence."""


def said(warnings: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Tone and sentence of kept warnings, in the reader's language."""
    told = [(one, SENTENCES[one["code"]]) for one in warnings if one["code"] in SENTENCES]
    return [(tone, str(sentence) % one) for one, (tone, sentence) in told]
