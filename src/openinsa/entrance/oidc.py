"""OpenID Connect as a relying party: authorization code with state, nonce and PKCE, every token checked.

OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636. Requests go to the provider's named hosts alone.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlencode

import jwt
import requests
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.providers import SignOn, may_be_asked
from openinsa.people.refusals import Refused, require

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
TIMEOUT, LARGEST, LEEWAY, LONGEST_WAY = (3.05, 5), 256 * 1024, 30, 600
WHOLE_CALL = 10
"""Seconds for an answer from its first byte to its last: a limit on each read alone lets a trickle go on for ever."""

Journey = Mapping[str, Any]


class Vouched(NamedTuple):
    """For whom a provider vouches: the login name, and its own number for that person, with whose number it is."""

    login: str
    subject: str


class ProviderSilent(Refused):
    status = 500
    sentence = _(
        "통합로그인 서버가 답하지 않거나 알 수 없는 답을 했습니다. 잠시 뒤에 다시 하거나 비밀번호로 로그인해 주세요."
    )


class JourneyLost(Refused):
    status = 403
    sentence = _("시작한 적이 없거나 오래된 로그인 요청입니다. 로그인 화면에서 처음부터 다시 해 주세요.")


class SignOnDenied(Refused):
    status = 403
    sentence = _("통합로그인 서버에서 로그인을 마치지 않았습니다. 로그인 화면에서 다시 해 주세요.")


class WrongIssuer(Refused):
    status = 403
    sentence = _(
        "정해 둔 통합로그인 서버의 답이 아니어서 받지 않았습니다. 운영자에게 발급자 주소를 확인해 달라고 하세요."
    )


class WrongAudience(Refused):
    status = 403
    sentence = _(
        "다른 프로그램에 내준 로그인이어서 받지 않았습니다. 운영자에게 클라이언트 ID를 확인해 달라고 하세요."
    )


class TokenExpired(Refused):
    status = 403
    sentence = _(
        "통합로그인 서버가 내준 로그인의 시간이 지났습니다. 다시 로그인하고, 되풀이되면 서버 시계를 확인해 주세요."
    )


class TokenUntrue(Refused):
    status = 403
    sentence = _(
        "통합로그인 서버의 답을 확인할 수 없어 받지 않았습니다. 로그인 화면에서 처음부터 다시 해 주세요."
    )


REFUSED_TOKENS: dict[type[Exception], type[Refused]] = {
    jwt.ExpiredSignatureError: TokenExpired,
    jwt.InvalidAudienceError: WrongAudience,
    jwt.InvalidIssuerError: WrongIssuer,
}


def begin(sign_on: SignOn, back: str, onward: str) -> tuple[str, Journey]:
    """The address at the provider to go to, and what the session must remember. Raises ProviderSilent, WrongIssuer."""
    journey = {
        "key": sign_on.key,
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": secrets.token_urlsafe(48),
        "next": onward,
        "at": time.time(),
    }
    asked = {
        "response_type": "code",
        "client_id": sign_on.client_id,
        "redirect_uri": back,
        "scope": "openid profile email",
        "state": journey["state"],
        "nonce": journey["nonce"],
        "code_challenge": _challenge(str(journey["verifier"])),
        "code_challenge_method": "S256",
    }
    address = _checked(sign_on, discover(sign_on)["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", journey


def finish(sign_on: SignOn, journey: Journey, answer: Mapping[str, str], back: str) -> Vouched:
    """Whom the provider vouches for.

    Raises JourneyLost, SignOnDenied, ProviderSilent, WrongIssuer, WrongAudience, TokenExpired, TokenUntrue.
    """
    same = hmac.compare_digest(str(journey.get("state", "")), answer.get("state", ""))
    fresh = time.time() - float(journey.get("at", 0)) < LONGEST_WAY
    require(journey.get("state") and same and fresh, JourneyLost())
    require(answer.get("code") and not answer.get("error"), SignOnDenied())
    known = discover(sign_on)
    tokens = _exchange(sign_on, known, answer["code"], str(journey["verifier"]), back)
    claims = verified(sign_on, known, str(tokens.get("id_token", "")), str(journey["nonce"]))
    login = claims.get(sign_on.claim) or _told_about(sign_on, known, tokens, claims).get(sign_on.claim)
    require(isinstance(login, str) and login, TokenUntrue())
    return Vouched(str(login), f"{claims['iss']} {claims['sub']}")


def discover(sign_on: SignOn) -> dict[str, Any]:
    """What the provider says about itself; it must be who it was said to be. Raises ProviderSilent, WrongIssuer."""
    known = _asked(sign_on, "GET", f"{sign_on.issuer}/.well-known/openid-configuration")
    require(str(known.get("issuer", "")).rstrip("/") == sign_on.issuer.rstrip("/"), WrongIssuer())
    return known


def verified(sign_on: SignOn, known: Mapping[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The claims of an id token whose signature, issuer, audience, time and nonce hold."""
    try:
        claims = jwt.decode(
            token,
            key=_key_of(token, _asked(sign_on, "GET", str(known["jwks_uri"]))),
            algorithms=sorted(ALGORITHMS),
            audience=sign_on.client_id,
            issuer=known["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, KeyError, ValueError) as untrue:
        raise REFUSED_TOKENS.get(type(untrue), TokenUntrue)() from untrue
    require(hmac.compare_digest(str(claims.get("nonce", "")), nonce), TokenUntrue())
    require(claims.get("azp", sign_on.client_id) == sign_on.client_id, WrongAudience())
    return dict(claims)


def _key_of(token: str, keys: Mapping[str, Any]) -> Any:
    """The key that signed a token; its name may be left out where there is one only. Raises PyJWTError, KeyError."""
    known, name = jwt.PyJWKSet.from_dict(dict(keys)), jwt.get_unverified_header(token).get("kid")
    if name is None and len(known.keys) == 1:
        return known.keys[0].key
    return known[str(name)].key


def _exchange(
    sign_on: SignOn, known: Mapping[str, Any], code: str, verifier: str, back: str
) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
        "client_id": sign_on.client_id,
    }
    basic = "client_secret_post" not in known.get(
        "token_endpoint_auth_methods_supported", ["client_secret_basic"]
    )
    if not basic:
        sent["client_secret"] = sign_on.client_secret
    auth = (sign_on.client_id, sign_on.client_secret) if basic else None
    return _asked(sign_on, "POST", str(known.get("token_endpoint", "")), data=sent, auth=auth)


def _told_about(
    sign_on: SignOn, known: Mapping[str, Any], tokens: Mapping[str, Any], claims: Mapping[str, Any]
) -> dict[str, Any]:
    """What the provider's user page says, where the token itself does not hold the claim."""
    head = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
    told = _asked(sign_on, "GET", str(known.get("userinfo_endpoint", "")), headers=head)
    require(told.get("sub") == claims["sub"], TokenUntrue())
    return told


def _asked(sign_on: SignOn, method: str, address: str, **named: Any) -> dict[str, Any]:
    """A small JSON answer of a named host; never a redirect, never a large or slow one. Raises ProviderSilent."""
    address = _checked(sign_on, address)
    return _within_time(lambda: _answered(method, address, named))


def _within_time(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a call answers in its whole time; one that takes longer is left behind. Raises ProviderSilent."""
    apart = ThreadPoolExecutor(max_workers=1)
    try:
        return apart.submit(call).result(timeout=WHOLE_CALL)
    except TimeoutError as slow:
        raise ProviderSilent from slow
    finally:
        apart.shutdown(wait=False)


def _answered(method: str, address: str, named: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with requests.request(
            method, address, timeout=TIMEOUT, allow_redirects=False, stream=True, **named
        ) as answer:
            body = answer.raw.read(LARGEST + 1, decode_content=True)
            require(answer.status_code == requests.codes.ok and len(body) <= LARGEST, ProviderSilent())
            found = json.loads(body)
    except (requests.RequestException, OSError, ValueError) as silent:
        raise ProviderSilent from silent
    require(isinstance(found, dict), ProviderSilent())
    return dict(found)


def _checked(sign_on: SignOn, address: str) -> str:
    require(may_be_asked(address, sign_on.hosts), ProviderSilent())
    return address


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
