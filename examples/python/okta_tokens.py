"""Tokens of one service account of Okta for a Neo4j driver. See README.md."""

import logging
import os
import random
import re
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session, OAuthError
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.errors import JoseError
from neo4j import bearer_auth
from neo4j.auth_management import ExpiringAuth
from pybreaker import CircuitBreaker, CircuitBreakerError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

log = logging.getLogger("okta_tokens")
MARGIN = 300  # Seconds before its end at which a token is renewed; at most a fifth of its lifetime.
LAST = 0.5  # Seconds before its end from which on a token is not offered any more: it could end on its way to Neo4j.
TRIES = 10  # Requests for a token while there is none that still works.
TIMEOUT = 10  # Seconds for the connection, and for each part of the answer.
LONGEST_WAIT = 5  # Seconds of backoff, beside what the server asks for.
JWT = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*){2,4}")


class NoToken(Exception):
    """Okta refused, or a setting is missing: asking again does not help before somebody has changed something."""


class NoTokenYet(NoToken):
    """429, 5xx or no answer: passes by itself. `wait`: seconds that the server asks for."""

    def __init__(self, what, wait=0.0):
        super().__init__(what)
        self.wait = wait


def setting(name, default=None):
    """A key of the delivered credentials: a file in CREDENTIALS_DIRECTORY, else a variable."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    try:
        value = Path(folder, name).read_text() if folder else os.environ.get(name, "")
    except FileNotFoundError:
        value = ""
    if not value.strip() and default is None:
        raise NoToken(f"{name} is not set, as a variable or a file in CREDENTIALS_DIRECTORY. See README.md.")
    return value.strip() or default


def credential():
    """Method, secret or private key, and `kid`. Read for each request: a replaced file is taken without a restart."""
    secret, file = setting("OKTA_OAUTH2_CLIENT_SECRET", ""), setting("OKTA_OAUTH2_PRIVATE_KEY_FILE", "")
    guess = "client_secret_basic" if secret else "private_key_jwt"
    if (method := setting("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD", guess)) != "private_key_jwt":
        return method, secret or setting("OKTA_OAUTH2_CLIENT_SECRET"), ""
    key = Path(file).read_text() if file else setting("OKTA_OAUTH2_PRIVATE_KEY")
    return "private_key_jwt", key, setting("OKTA_OAUTH2_PRIVATE_KEY_ID", "")


class Tokens:
    """`AuthManagers.bearer(tokens.provide)`: the driver keeps a token until its margin, or until Neo4j refuses it."""

    def __init__(self, on_request=lambda status, seconds: log.info("token request: %s in %.3f s", status, seconds)):
        """on_request: told the status ("none": no answer) and the seconds of each request, for metrics."""
        if (version := setting("NEO4J_OKTA_CREDENTIALS_VERSION", "1")) != "1":
            raise NoToken(f"NEO4J_OKTA_CREDENTIALS_VERSION is {version}; this reads 1. See docs/credentials.md.")
        self._url, self._on_request = setting("OKTA_OAUTH2_TOKEN_ENDPOINT"), on_request
        url = urlsplit(self._url)
        if url.scheme != "https" and url.hostname != "127.0.0.1":
            raise NoToken(f"OKTA_OAUTH2_TOKEN_ENDPOINT {self._url} is no https address: no credential is sent there.")
        self._breaker = CircuitBreaker(fail_max=20, reset_timeout=15, exclude=[lambda e: not isinstance(e, NoTokenYet)])
        self._token, self._end = None, 0.0

    def provide(self):
        def wait(state):  # Full jitter, on top of what the server asks for.
            asked = getattr(state.outcome.exception(), "wait", 0)
            return min(30, asked + random.uniform(0, min(LONGEST_WAIT, 0.5 * 2**state.attempt_number)))

        passing = retry_if_exception_type((NoTokenYet, CircuitBreakerError))
        return Retrying(stop=stop_after_attempt(TRIES), wait=wait, retry=passing, reraise=True)(self._new_or_last)

    def _new_or_last(self):
        try:
            answer = self._breaker.call(self._request)
        except (NoToken, CircuitBreakerError) as error:
            log.warning("no new token: %s", error)
            left = self._end - time.time()
            if left < LAST:
                raise
            # While the old token works, a failed renewal costs nobody anything: one try now, the next one later.
            pause = random.uniform(0.5, max(1, min(30, left / 2))) + getattr(error, "wait", 0)
            return ExpiringAuth(self._token, min(self._end, time.time() + pause))
        lifetime = answer["expires_in"]
        self._token, self._end = bearer_auth(answer["access_token"]), time.time() + lifetime
        return ExpiringAuth(self._token, self._end - min(MARGIN, lifetime / 5))

    def _request(self):
        method, secret, key_id = credential()
        scope, client = setting("OKTA_OAUTH2_SCOPES"), setting("OKTA_OAUTH2_CLIENT_ID")
        started, status = time.monotonic(), "none"
        with OAuth2Session(client, secret, scope=scope, token_endpoint_auth_method=method) as session:
            if method == "private_key_jwt":
                headers, claims = {"kid": key_id} if key_id else {}, {"exp": int(time.time()) + 300}
                session.register_client_auth_method(PrivateKeyJWT(self._url, claims, headers))

            def judge(response):
                nonlocal status
                status = response.status_code
                if status == 429 or status >= 500:
                    raise NoTokenYet(f"the token endpoint answered {status}", asked_wait(response))
                return response

            session.register_compliance_hook("access_token_response", judge)
            try:
                how = {"timeout": TIMEOUT, "allow_redirects": False}
                answer = session.fetch_token(self._url, grant_type="client_credentials", **how)
            except requests.RequestException as error:
                raise NoTokenYet(f"the token endpoint does not answer: {type(error).__name__}") from None
            except (OAuthError, JoseError, ValueError) as error:
                raise NoToken(redacted(f"the token endpoint answered {status}: {error}", secret)) from None
            finally:
                self._on_request(status, time.monotonic() - started)
        lifetime, kind = answer.get("expires_in"), str(answer.get("token_type")).lower()
        if kind != "bearer" or not answer.get("access_token") or not isinstance(lifetime, int) or lifetime <= 0:
            raise NoToken(f"the token endpoint answered {status} without a bearer token that expires")
        return answer


def asked_wait(response):
    """Seconds until the server takes requests again: Retry-After, else Okta's X-Rate-Limit-Reset by its own clock."""
    after, reset = response.headers.get("Retry-After", ""), response.headers.get("X-Rate-Limit-Reset", "")
    if after.isdigit():
        return float(after)
    date = parsedate_to_datetime(response.headers["Date"]).timestamp() if "Date" in response.headers else time.time()
    return max(0.0, float(reset) - date) if reset.isdigit() else 0.0


def redacted(text, secret):
    """Takes tokens, assertions and the credential out of a text, whoever put them there."""
    for part in secret.split("\n"):
        text = text.replace(part, "[secret]") if len(part) > 5 else text
    return JWT.sub("[token]", text)
