"""A contract without an end among what keeps two years from binding."""

from django.db import migrations, models

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
    ("open_ended", "무기계약(기간의 정함이 없음)"),
]


class Migration(migrations.Migration):
    dependencies = [("staffing", "0025_use_of_compensatory_leave")]
    operations = [
        migrations.AlterField(
            "contract",
            "exception_reason",
            models.CharField("기간제 사용기간 예외 사유", max_length=20, choices=REASONS, default="none"),
        )
    ]
