from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever owns a login is also told when its second factor changes."""

    dependencies = [("entrance", "0004_codes_apart")]
    operations = [
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                choices=[
                    ("new_address", "처음 보는 접속지에서 로그인했습니다."),
                    ("lock_began", "비밀번호를 여러 번 틀려 로그인이 잠겼습니다."),
                    ("factor_reset", "2단계 인증을 초기화했습니다. 다시 등록해 주세요."),
                    ("factor_added", "2단계 인증 수단을 더했습니다."),
                    ("factor_gone", "2단계 인증 수단을 지웠습니다."),
                    ("codes_made", "2단계 인증 복구 코드를 만들었습니다."),
                ],
                max_length=12,
            ),
        )
    ]
