"""Integrations, the tokens they come with, and what of their requests is kept for a while."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import BulkTenantModel, TenantModel, User


class Integration(TenantModel):
    """Another system that works here. It acts as a user of its own, who has rights instead of roles.

    It belongs to the institution, not to whoever made it, so that it goes on when that person leaves; somebody
    answers for it all the same.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="integration")
    purpose = models.CharField(_("쓰는 곳"), max_length=200)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("책임자")
    )
    networks = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, verbose_name=_("접속 허용 주소")
    )
    made_at = models.DateTimeField(_("만든 일시"), auto_now_add=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="integration_of_institution")
        ]

    def __str__(self) -> str:
        return self.user.name


class Token(TenantModel):
    """A secret with which an integration comes, until a day. Only its digest is kept, and its first letters."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="tokens")
    prefix = models.CharField(_("앞자리"), max_length=8)
    digest = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("만든 사람"))
    made_at = models.DateTimeField(_("만든 일시"), auto_now_add=True)
    expires_at = models.DateTimeField(_("끝나는 일시"))
    revoked_at = models.DateTimeField(_("없앤 일시"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "digest"], name="token_once"),
            models.CheckConstraint(
                condition=models.Q(
                    expires_at__lte=models.F("made_at") + models.Value("367 days", models.DurationField())
                ),
                name="token_lives_a_year_at_most",
            ),
        ]


class Use(BulkTenantModel):
    """How often a token came in its last minute, and when it came last."""

    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="use")
    minute = models.DateTimeField()
    calls = models.PositiveIntegerField()
    used_at = models.DateTimeField(_("마지막 사용"))
    address = models.GenericIPAddressField(_("접속지"), null=True)


class KeptAnswer(TenantModel):
    """The answer to a request that named itself, so that the same request a second time does nothing."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    fingerprint = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True)
    body_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["integration", "key"], name="one_answer_for_a_key")]


class Subscription(TenantModel):
    """An address that an integration wants told of events, and the secret that signs what is sent there."""

    integration = models.ForeignKey(Integration, on_delete=models.CASCADE, related_name="subscriptions")
    url = models.CharField(_("받을 주소"), max_length=500)
    events = ArrayField(models.CharField(max_length=40), verbose_name=_("사건"))
    secret_sealed = models.BinaryField()
    is_active = models.BooleanField(_("사용 중"), default=True)
    made_at = models.DateTimeField(_("만든 일시"), auto_now_add=True)

    class Meta:
        ordering = ["url", "id"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "id"], name="subscription_of_institution"),
            models.CheckConstraint(condition=models.Q(events__len__gt=0), name="subscription_to_something"),
        ]


class Delivery(TenantModel):
    """One event on its way to one address. It is stored with the event itself, so that neither is lost alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("보내는 중")
        DELIVERED = "delivered", _("보냄")
        DEAD = "dead", _("포기함")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    message = models.UUIDField(_("번호"), default=uuid4)
    event = models.CharField(_("사건"), max_length=40)
    body = models.TextField()
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("시도"), default=0)
    answer = models.CharField(_("마지막 답"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("일어난 일시"), auto_now_add=True)
    tried_at = models.DateTimeField(_("마지막 시도"), null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["subscription", "made_at"], name="deliveries_in_time")]
