"""Secrets of second factors, sealed under a key of the installation, not of an institution.

They are opened before it is known whose institution somebody is of. The key comes from the installation's
secret key, and those named as its predecessors still open what they sealed.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal_factor(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def open_factor(sealed: str) -> str:
    """The secret behind a sealed text. Raises InvalidToken when it was changed or the key is another."""
    return _seals().decrypt(sealed.encode()).decode()


def _seals() -> MultiFernet:
    return MultiFernet([_seal(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _seal(secret: str) -> Fernet:
    salt = sha256(b"openinsa second factors").digest()
    derived = HKDF(SHA256(), 32, salt=salt, info=b"second factors").derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
