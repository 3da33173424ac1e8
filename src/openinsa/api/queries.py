"""Integrations and tokens with what a list shows of them."""

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from openinsa.api.models import Integration, Token


def integrations_with_use() -> QuerySet[Integration]:
    """Integrations with how many tokens live, the next to end, and when they came last."""
    living = Q(tokens__revoked_at__isnull=True, tokens__expires_at__gt=timezone.now())
    return Integration.objects.select_related("user", "responsible").annotate(
        living=Count("tokens", filter=living, distinct=True),
        expires_at=Max("tokens__expires_at", filter=living),
        used_at=Max("tokens__use__used_at"),
    )


def tokens_of(integration: Integration) -> QuerySet[Token]:
    return integration.tokens.select_related("made_by", "use")
