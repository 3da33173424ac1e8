"""From where a request comes, directly and behind proxies, and what a client cannot make us believe."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from openinsa.people.addresses import address_of, networks_in, within

PROXIES = [ip_network("10.0.0.0/24"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # not a proxy of ours: its word counts for nothing
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # what the client wrote itself is passed over
        ("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1, nonsense", "10.0.0.5"),
        ("::ffff:10.0.0.5", "2001:db8::7", "2001:db8::7"),
        ("fd00::1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("fe80::1%eth0", "", "fe80::1"),
        ("", "198.51.100.1", None),
    ],
)
def test_only_a_proxy_named_by_the_operator_is_believed(
    settings: pytest.FixtureRequest, peer: str, forwarded: str, client: str | None
) -> None:
    settings.TRUSTED_PROXIES = PROXIES  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == client


def test_without_named_proxies_nobody_is_believed() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert address_of(request) == "127.0.0.1"


def test_networks_are_read_in_both_families_and_hold_their_addresses() -> None:
    networks = networks_in("192.0.2.0/24, 2001:db8::/32\n198.51.100.7")
    assert [str(one) for one in networks] == ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32"]
    assert within("192.0.2.9", networks)
    assert within("2001:db8::1", networks)
    assert not within("198.51.100.8", networks)
    assert not within(None, networks)
    with pytest.raises(ValueError, match=r"10\.0\.0"):
        networks_in("10.0.0")
