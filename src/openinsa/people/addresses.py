"""From where a request comes: the one place that reads it, for sign-in, networks and the access record."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def address_of(request: HttpRequest) -> str | None:
    """The client's address: the peer's, or what trusted proxies say about it. None where there is none.

    X-Forwarded-For is read from its end, and only as far as OPENINSA_TRUSTED_PROXIES names who wrote it:
    what a client puts there itself counts for nothing.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return None
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    client = peer
    while within(client, settings.TRUSTED_PROXIES) and told:
        before = _address(told.pop().strip())
        if before is None:
            break
        client = before
    return str(client)


def within(address: Address | str | None, networks: Iterable[Network | str]) -> bool:
    """Whether an address lies in one of the networks."""
    known = _address(address) if isinstance(address, str) else address
    return known is not None and any(known in ip_network(network) for network in networks)


def networks_in(text: str) -> list[Network]:
    """The networks written in a text, by commas, spaces or lines. Raises ValueError with the unreadable one."""
    return [ip_network(one, strict=False) for one in text.replace(",", " ").split()]


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
