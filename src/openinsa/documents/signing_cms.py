"""What a signature in a PDF holds, put together fast, in any process: it imports no more than it takes.

The layout of a CMS is pyHanko's (`signing_layout`), made once for each length of a signature. From then on digest and
signature are put in, which is fifty times as fast and gives the same bytes.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

SOME_DIGEST = bytes(range(0xA0, 0xC0))
SHAPES_REMEMBERED = 200
LENGTHS_LAID_OUT = 10
"""An elliptic signature is a byte shorter about once in 128 times; so short as to fall below these none ever is."""


class Key(Protocol):
    """A private key that never tells itself. `longest`: the most bytes one of its signatures takes."""

    longest: int

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 of data, as CMS writes it."""
        ...


class LoadedKey:
    """A key in memory. It travels to another process through a pipe, never through a file or an argument.

    An elliptic signature is the same for the same data (RFC 6979): a statement signed twice is the same file.
    """

    def __init__(self, pkcs8: bytes) -> None:
        self._pkcs8 = pkcs8
        self._private: Any = serialization.load_der_private_key(pkcs8, password=None)
        elliptic = isinstance(self._private, ec.EllipticCurvePrivateKey)
        digest = hashes.SHA256()
        self._way: tuple = (
            (ec.ECDSA(digest, deterministic_signing=True),) if elliptic else (padding.PKCS1v15(), digest)
        )
        self.longest = longest_signature(self._private.public_key())

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data, *self._way)

    def to_pkcs12(self, certificate: "Certificate", password: str) -> bytes:
        from cryptography.hazmat.primitives.serialization import pkcs12

        sealed = serialization.BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(b"seal", self._private, certificate, None, sealed)

    def __reduce__(self) -> tuple[type["LoadedKey"], tuple[bytes]]:
        return LoadedKey, (self._pkcs8,)


class Shape(NamedTuple):
    """A CMS for signatures of one length, without the digest and the signature."""

    head: bytes
    between: bytes
    tail: bytes


class CmsMaker:
    """Writes the CMS of one signer. certificates: the signer's own and what leads to its root (DER)."""

    def __init__(self, key: Key, certificates: Sequence[bytes]) -> None:
        from openinsa.documents.signing_layout import signed_attributes

        self._key, self._certificates = key, tuple(certificates)
        self._signed = signed_attributes(certificates, SOME_DIGEST)
        self._shapes: dict[int, Shape] = {}

    @property
    def room(self) -> int:
        """The most bytes that a CMS without a time stamp takes."""
        return self._key.longest + sum(map(len, self._shape(self._key.longest))) + len(SOME_DIGEST)

    def over(self, digest: bytes) -> bytes:
        """The CMS over a file with this SHA-256."""
        signature = self._sign(digest)
        head, between, tail = self._shape(len(signature))
        return b"%b%b%b%b%b" % (head, digest, between, signature, tail)

    def stamped(self, address: str, digest: bytes) -> bytes:
        """The same with a time stamp (RFC 3161) over the signature. Raises TimestampServerSilent, TimestampRefused."""
        from openinsa.documents.signing_layout import stamped

        return stamped(self._certificates, digest, self._sign(digest), address)

    def __getstate__(self) -> dict[str, Any]:
        """It travels with all usual lengths laid out, so that nobody at the other end has to."""
        for shorter in range(LENGTHS_LAID_OUT):
            self._shape(self._key.longest - shorter)
        return vars(self)

    def _sign(self, digest: bytes) -> bytes:
        return self._key.sign(self._signed.replace(SOME_DIGEST, digest))

    def _shape(self, length: int) -> Shape:
        if length not in self._shapes:
            self._shapes[length] = _shape_for(self._certificates, length)
        return self._shapes[length]


@lru_cache(maxsize=SHAPES_REMEMBERED)
def _shape_for(certificates: tuple[bytes, ...], length: int) -> Shape:
    """Remembered from one maker to the next: most papers are issued one at a time, each with a maker of its own."""
    from openinsa.documents.signing_layout import laid_out

    some_signature = b"\x5a" * length
    head, rest = laid_out(certificates, SOME_DIGEST, some_signature).split(SOME_DIGEST)
    return Shape(head, *rest.split(some_signature))


def longest_signature(public: Any) -> int:
    """In bytes; an elliptic one is two numbers of the curve's size, each with its sign and heads."""
    size = (public.key_size + 7) // 8
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return size
    numbers = 2 * (size + 3)
    return numbers + (2 if numbers < 128 else 3)
