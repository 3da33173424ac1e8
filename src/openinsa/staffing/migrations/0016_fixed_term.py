"""Why two years do not bind a contract, since when its hours are exempt, and who reviewed a project's hiring."""

from django.db import migrations, models
from django.db.models import F, Q

REASONS = [
    ("none", "없음"),
    ("project_completion", "사업의 완료·특정한 업무의 완성"),
    ("stand_in", "휴직·파견 등 결원 대체"),
    ("study", "학업·직업훈련 이수"),
    ("elder", "고령자(55세 이상)"),
    ("professional", "전문적 지식·기술(박사, 기술사, 전문자격)"),
    ("job_scheme", "복지정책·실업대책 일자리"),
    ("other_act", "다른 법령이 기간을 달리 정함"),
    ("defence", "군사·국가안전보장·외교·통일 업무"),
    ("university", "대학의 조교·겸임교원 등"),
    ("high_earner", "관리자·전문가 가운데 근로소득 상위 25%"),
    ("short_week", "1주 15시간 미만"),
    ("sports", "선수·체육지도자"),
    ("research", "연구기관의 연구업무"),
]
EXEMPT = Q(exempt_approval="", exempt_from__isnull=True, exempt_to__isnull=True) | (
    ~Q(exempt_approval="") & Q(exempt_from__isnull=False, exempt_to__gte=F("exempt_from"))
)
REVIEWED = Q(review_approval="", review_approved_on__isnull=True) | (
    ~Q(review_approval="") & Q(review_approved_on__isnull=False)
)


class Migration(migrations.Migration):
    dependencies = [("staffing", "0015_consents")]
    operations = [
        migrations.AddField(
            "project", "review_approval", models.CharField("사전심사 승인번호", max_length=100, blank=True)
        ),
        migrations.AddField(
            "project", "review_approved_on", models.DateField("사전심사 승인일", null=True, blank=True)
        ),
        migrations.AddField(
            "contract",
            "exception_reason",
            models.CharField("기간제 사용기간 예외 사유", max_length=20, choices=REASONS, default="none"),
        ),
        migrations.AddField(
            "contract",
            "exception_document",
            models.CharField("예외 사유 문서", max_length=100, blank=True),
        ),
        migrations.AddField(
            "contract",
            "childcare_leave_days",
            models.PositiveSmallIntegerField("육아휴직한 날수", default=0),
        ),
        migrations.AddField(
            "contract", "exempt_from", models.DateField("적용제외 시작일", null=True, blank=True)
        ),
        migrations.AddField(
            "contract", "exempt_to", models.DateField("적용제외 종료일", null=True, blank=True)
        ),
        migrations.AddConstraint(
            "contract",
            models.CheckConstraint(condition=EXEMPT, name="exempt_work_has_approval_and_days"),
        ),
        migrations.AddConstraint(
            "project",
            models.CheckConstraint(condition=REVIEWED, name="review_approval_has_number_and_day"),
        ),
    ]
