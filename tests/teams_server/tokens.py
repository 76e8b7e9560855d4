"""An OpenID server's keys, and the tokens that Bot Framework or somebody else signs."""

import json
import time
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://api.botframework.com"


@lru_cache
def platform_key() -> rsa.RSAPrivateKey:
    """Made once a test process: it takes a twentieth of a second."""
    return new_key()


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Signer:
    def __init__(
        self,
        kid: str = "k1",
        endorsements: tuple[str, ...] | None = ("msteams",),
        key: rsa.RSAPrivateKey | None = None,
    ) -> None:
        self.kid = kid
        self.key = key or new_key()
        self.endorsements = endorsements

    @property
    def jwk(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        found |= {"kid": self.kid, "use": "sig", "kty": "RSA"}
        if self.endorsements is not None:
            found["endorsements"] = list(self.endorsements)
        return found

    def claims(self, app_id: str, service_url: str, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        found = {
            "iss": ISSUER,
            "aud": app_id,
            "serviceurl": service_url,
            "nbf": now - 60,
            "exp": now + 3600,
        } | changed
        return {name: value for name, value in found.items() if value is not None}

    def token(
        self, claims: dict[str, Any], *, algorithm: str = "RS256", kid: str | None = None, key: Any = None
    ) -> str:
        headers = {"kid": self.kid if kid is None else kid}
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers=headers)
