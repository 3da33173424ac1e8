"""Why somebody looks at personal data or takes it out: a code for counting, and words for whoever asks later."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import ReasonMissing, Refused, require

LAST_CODE = "reason_code"
LONGEST = 200


class ReasonCode(TextChoices):
    """Purposes that every institution has; what none of them says is told in words."""

    PAY = "pay", _("급여 지급")
    WORK = "work", _("근무상황 작성·확인")
    STAFF = "staff", _("계약·인사 업무")
    FILING = "filing", _("신고·제출")
    PETITION = "petition", _("민원 대응")
    AUDIT = "audit", _("감사")
    CORRECTION = "correction", _("정정 확인")
    OTHER = "other", _("기타")


LEAST_LETTERS = {code: 10 if code == ReasonCode.OTHER else 4 for code in ReasonCode}
LEAST_KINDS = 3
"""`ㅋㅋㅋㅋ` and `1111` are no reason."""


class ReasonTooShort(Refused):
    status = 422
    sentence = _(
        "사유를 글자 %(least)d자 이상으로 알아볼 수 있게 적어 주세요. 보거나 내려받은 것은 없습니다."
    )


class ReasonUnknown(Refused):
    status = 422
    sentence = _("사유 구분 '%(code)s'은(는) 없습니다. 목록에서 골라 주세요. 보거나 내려받은 것은 없습니다.")


@dataclass(frozen=True)
class Reason:
    """A reason that holds: of a known code, with words enough."""

    code: str
    text: str

    def __post_init__(self) -> None:
        require(self.text.strip(), ReasonMissing())
        require(self.code in ReasonCode.values, ReasonUnknown(code=self.code))
        letters = [sign for sign in self.text if sign.isalnum()]
        least = LEAST_LETTERS[ReasonCode(self.code)]
        enough = len(letters) >= least and len(set(letters)) >= LEAST_KINDS
        require(enough, ReasonTooShort(least=least))

    @property
    def recorded(self) -> dict[str, str]:
        """As `record_access` takes it."""
        return {"reason": self.text.strip(), "reason_code": self.code}

    @property
    def told(self) -> str:
        """As a record or a printed page says it: 급여 지급: 11월분 지급 확인."""
        return f"{ReasonCode(self.code).label}: {self.text.strip()}"


class ReasonForm(forms.Form):
    """Code and words. The code chosen last in this session stands there already, the words never do."""

    reason_code = forms.ChoiceField(
        label=_("사유 구분"), choices=lambda: [("", _("골라 주세요")), *ReasonCode.choices]
    )
    reason = forms.CharField(
        label=_("사유"),
        max_length=LONGEST,
        help_text=_("누가 언제 왜 보았는지 접속기록에 남습니다."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *given: Any, auto_id: str = "asked_%s", **named: Any) -> None:
        """Fields have ids of their own: the dialogue opens over a page that may ask for another reason."""
        super().__init__(*given, auto_id=auto_id, **named)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.keys() >= {"reason_code", "reason"}:
            self._judge(given)
        return given

    def _judge(self, given: dict[str, Any]) -> None:
        try:
            given["why"] = Reason(given["reason_code"], given["reason"])
        except Refused as refused:
            self.add_error("reason", str(refused))

    @property
    def why(self) -> Reason:
        """The reason of a valid form."""
        return self.cleaned_data["why"]


def reason_form(request: HttpRequest, form_class: type[ReasonForm] = ReasonForm, **options: Any) -> Any:
    """A form of reasons for this request; a valid one leaves its code in the session."""
    initial = {"reason_code": request.session.get(LAST_CODE, ""), **options.pop("initial", {})}
    form = form_class(request.POST or None, initial=initial, **options)
    if form.is_bound and form.is_valid():
        request.session[LAST_CODE] = form.why.code
    return form
