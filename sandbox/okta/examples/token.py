"""Gets a token from an authorization server over TLS, with Python's standard library alone.

Environment: ISSUER, CA_FILE, CLIENT_ID, CLIENT_SECRET, SCOPE. Prints the token's claims as JSON, not the token.
"""

import base64
import json
import os
import ssl
import urllib.parse
import urllib.request

issuer, ca_file, client_id, client_secret, scope = (
    os.environ[name] for name in ("ISSUER", "CA_FILE", "CLIENT_ID", "CLIENT_SECRET", "SCOPE")
)
context = ssl.create_default_context(cafile=ca_file)


def fetch(request):
    with urllib.request.urlopen(request, context=context, timeout=10) as response:
        return json.load(response)


metadata = fetch(f"{issuer}/.well-known/oauth-authorization-server")
# RFC 6749, section 2.3.1: both are form-encoded before they are joined.
pair = ":".join(urllib.parse.quote_plus(part) for part in (client_id, client_secret))
form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": scope})
answer = fetch(
    urllib.request.Request(
        metadata["token_endpoint"],
        data=form.encode(),
        headers={"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()},
    )
)
payload = answer["access_token"].split(".")[1]
claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
print(json.dumps(claims))
