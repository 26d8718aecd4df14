"""What a service in Python does, against addresses from the environment; one JSON line per step."""

import base64
import json
import os
import sys
import urllib.parse
import urllib.request

import neo4j
from neo4j.auth_management import AuthManagers, ExpiringAuth
from neo4j.exceptions import AuthError, ClientError

BOLT = os.environ["BOLT_ADDRESS"]
fetched = 0


def fetch_token():
    global fetched
    fetched += 1
    credentials = f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}"
    request = urllib.request.Request(
        os.environ["TOKEN_ENDPOINT"],
        data=urllib.parse.urlencode(
            {"grant_type": "client_credentials", "scope": "neo4j_groups"}
        ).encode(),
        headers={"authorization": "Basic " + base64.b64encode(credentials.encode()).decode()},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["access_token"]


def say(step, **details):
    print(json.dumps({"step": step, **details}), flush=True)


def current_user(driver, **config):
    records, summary, _ = driver.execute_query("SHOW CURRENT USER", database_="system", **config)
    return {
        "user": records[0]["user"],
        "roles": records[0]["roles"],
        "protocol": list(summary.server.protocol_version),
        "agent": summary.server.agent,
    }


def refused(step, run):
    try:
        run()
    except (AuthError, ClientError) as error:
        say(step, code=error.code, message=error.message, gql_status=error.gql_status)
    else:
        say(step, code=None)


for scheme in ("bolt", "neo4j"):
    token = neo4j.bearer_auth(fetch_token())
    with neo4j.GraphDatabase.driver(f"{scheme}://{BOLT}", auth=token) as driver:
        driver.verify_connectivity()
        say(f"bearer over {scheme}", **current_user(driver))

with neo4j.GraphDatabase.driver(f"bolt://{BOLT}", auth=token) as driver:
    _, summary, _ = driver.execute_query("CREATE (:Probe {n: $n})", n=1)
    with driver.session() as session:
        rows = session.execute_read(lambda tx: tx.run("MATCH (p:Probe) RETURN p.n AS n").data())
    say("write and read", created=summary.counters.nodes_created, rows=rows)
    basic = neo4j.basic_auth("neo4j", os.environ["PASSWORD"])
    say("session auth", **current_user(driver, auth_=basic))
    refused("unsupported statement", lambda: driver.execute_query("MERGE (:A)"))

wrong = neo4j.bearer_auth("not-a-token")
with neo4j.GraphDatabase.driver(f"bolt://{BOLT}", auth=wrong) as driver:
    refused("wrong token", driver.verify_connectivity)

fetched = 0
manager = AuthManagers.bearer(lambda: ExpiringAuth(neo4j.bearer_auth(fetch_token())))
with neo4j.GraphDatabase.driver(f"neo4j://{BOLT}", auth=manager) as driver:
    before = current_user(driver)["user"]
    say("before the expiry", user=before, tokens=fetched)
    sys.stdin.readline()
    say("after the expiry", user=current_user(driver)["user"], tokens=fetched)
