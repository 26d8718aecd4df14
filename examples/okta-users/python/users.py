"""Reads and renames people of an Okta org, as a service app. See ../README.md."""

import argparse
import json
import logging
import os
import random
import re
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import jwt
import requests
from tenacity import retry, retry_if_exception_type, stop_after_attempt

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SAID = ("errorCode", "errorSummary", "error", "error_description")
SECRETS = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*){2,4}|(?<=Bearer )\S+")


class Refused(Exception):
    """Okta's answer is no success; what it said was logged."""

    def __init__(self, response):
        super().__init__(f"Okta answered {response.status_code}, as said above.")
        self.response = response


class RefusedForNow(Refused):
    """A refusal that passes."""


class Redacting(logging.Formatter):
    """Takes tokens and assertions out of every line, whoever put them there."""

    def format(self, record):
        return SECRETS.sub("[token]", super().format(record))


def wait(state):
    """Seconds: until the rate limit resets, by Okta's clock, and a random part of a time that doubles."""
    response, asked = getattr(state.outcome.exception(), "response", None), 0
    if response is not None and response.status_code == 429:
        now = parsedate_to_datetime(response.headers["Date"]).timestamp()
        asked = max(0, int(response.headers.get("X-Rate-Limit-Reset", 0)) - now)
    return min(120, asked + random.uniform(0, 0.25 * 2**state.attempt_number))


WAITS = {"wait": wait, "stop": stop_after_attempt(5), "reraise": True}


def log_answer(response):
    """One line: the request, the status, and of a refusal what Okta says."""
    words = [response.request.method, response.request.path_url, str(response.status_code)]
    if response.status_code >= 300:
        said = response.json() if "json" in response.headers.get("Content-Type", "") else {}
        words += [str(said[name]) for name in SAID if name in said]
        if "insufficient_scope" in response.headers.get("WWW-Authenticate", ""):
            words.append("(insufficient_scope)")
    logging.info("".join(letter if letter.isprintable() else " " for letter in " ".join(words)))


class Users:
    """The users of an org, as far as the app's admin roles and its token's scopes reach."""

    def __init__(self, org, client_id, key, key_id, scopes):
        self.org, self.client_id, self.key, self.key_id, self.scopes = org, client_id, key, key_id, scopes
        self.session, self.token, self.expires = requests.Session(), "", 0.0

    def get(self, user):
        yield self._call("GET", f"{self.org}/api/v1/users/{quote(user, safe='')}").json()

    def list(self, limit):
        url = f"{self.org}/api/v1/users?limit={limit}"
        while url:
            response = self._call("GET", url)
            yield from response.json()
            url = response.links.get("next", {}).get("url")

    def rename(self, user, first, last, flat):
        names = {"firstName": first, "lastName": last}
        body = names if flat else {"profile": names}
        yield self._call("POST", f"{self.org}/api/v1/users/{quote(user, safe='')}", json=body).json()

    def _call(self, method, url, **content):
        if not url.startswith(f"{self.org}/"):
            raise ValueError("the list goes on at another host, which is not to see the token")
        headers = {"Authorization": f"Bearer {self._access_token()}"}
        return self._send(method, url, lambda: {"headers": headers, **content})

    def _access_token(self):
        if time.monotonic() >= self.expires:
            answer = self._send("POST", f"{self.org}/oauth2/v1/token", lambda: {"data": self._form()}).json()
            self.token, self.expires = answer["access_token"], time.monotonic() + answer["expires_in"] - 60
        return self.token

    def _form(self):
        """With an assertion of its own for each try: Okta takes none twice."""
        now = int(time.time())
        claims = {"iss": self.client_id, "sub": self.client_id, "aud": f"{self.org}/oauth2/v1/token"}
        claims |= {"iat": now, "exp": now + 300, "jti": os.urandom(16).hex()}
        assertion = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": self.key_id})
        form = {"grant_type": "client_credentials", "scope": " ".join(self.scopes)}
        return form | {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}

    # Renaming twice is as renaming once, so every request may be sent again.
    @retry(retry=retry_if_exception_type((RefusedForNow, requests.ConnectionError, requests.Timeout)), **WAITS)
    def _send(self, method, url, make):
        response = self.session.request(method, url, timeout=10, allow_redirects=False, **make())
        log_answer(response)
        if response.status_code >= 300:
            raise (RefusedForNow if response.status_code in (429, 500, 502, 503, 504) else Refused)(response)
        return response


def main():
    parser = argparse.ArgumentParser(prog="users.py")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("get").add_argument("user")
    commands.add_parser("list").add_argument("limit", type=int, nargs="?", default=10)
    rename = commands.add_parser("rename")
    for name in ("user", "first", "last"):
        rename.add_argument(name)
    rename.add_argument("--flat", action="store_true", help="send a wrong body, to see what Okta says")
    asked = vars(parser.parse_args())
    names = ("ORG_URL", "API_CLIENT_ID", "API_PRIVATE_KEY", "API_PRIVATE_KEY_ID", "API_SCOPES")
    try:
        org, client_id, path, key_id, scopes = (os.environ[f"OKTA_{name}"] for name in names)
        key = Path(path).read_text()
    except KeyError as missing:
        parser.error(f"{missing.args[0]} is not set")
    except OSError as error:
        parser.error(f"OKTA_API_PRIVATE_KEY is no path of a file: {error.strerror}")
    if not re.fullmatch(r"https://[^/]+|http://(127\.0\.0\.1|localhost)(:\d+)?", org):
        parser.error("OKTA_ORG_URL is no address such as https://example.okta.com")
    users = Users(org, client_id, key, key_id, scopes.replace(",", " ").split())
    for user in getattr(users, asked.pop("command"))(**asked):
        print(json.dumps({"id": user["id"], **user["profile"]}))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    logging.getLogger().handlers[0].setFormatter(Redacting("%(message)s"))
    try:
        main()
    except (Refused, requests.RequestException) as error:
        raise SystemExit(SECRETS.sub("[token]", str(error))) from None
