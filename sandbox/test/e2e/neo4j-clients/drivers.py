"""What a service in Python does, against addresses from the environment; one JSON line per step."""

import base64
import json
import os
import sys
import urllib.parse
import urllib.request

import neo4j
from neo4j.auth_management import AuthManagers, ExpiringAuth
from neo4j.exceptions import Neo4jError

BOLT = os.environ["BOLT_ADDRESS"]
CREATE = """
CREATE (a:Person {name: $name})
CREATE (b:Person {name: $friend})
CREATE (a)-[:KNOWS]->(b)
"""
MERGE = "UNWIND $rows AS row MERGE (p:Person {name: row.name}) SET p += row"
KNOWS = "MATCH (p:Person)-[:KNOWS]->(:Person) RETURN p.name AS name, p.age AS age"
COMPONENTS = "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition"
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
        "protocol": "{}.{}".format(*summary.server.protocol_version),
        "agent": summary.server.agent,
    }


def refused(step, run):
    try:
        run()
        say(step)
    except Neo4jError as error:
        say(step, code=error.code, gqlStatus=error.gql_status)


for scheme in ("bolt", "neo4j"):
    token = neo4j.bearer_auth(fetch_token())
    with neo4j.GraphDatabase.driver(f"{scheme}://{BOLT}", auth=token) as driver:
        driver.verify_connectivity()
        say(f"bearer over {scheme}", **current_user(driver))

with neo4j.GraphDatabase.driver(f"bolt://{BOLT}", auth=token) as driver:

    def ask(statement, **parameters):
        return driver.execute_query(statement, parameters, database_="neo4j")

    home = ask("SHOW HOME DATABASE").records[0]["name"]
    component = ask(COMPONENTS).records[0]
    say("server", home=home, version=component["version"], edition=component["edition"])
    created = ask(CREATE, name="Alice", friend="David").summary.counters
    merged = ask(MERGE, rows=[{"name": "Alice", "age": 42}, {"name": "Eve"}]).summary.counters
    with driver.session() as session:
        rows = session.execute_read(lambda tx: tx.run(KNOWS).data())
        with session.begin_transaction() as transaction:
            transaction.run("CREATE (:Person)").consume()
            transaction.rollback()
    deleted = ask("MATCH (p:Person) DETACH DELETE p").summary.counters
    say(
        "data",
        created=[created.nodes_created, created.relationships_created],
        merged=[merged.nodes_created, merged.properties_set],
        rows=rows,
        deleted=[deleted.nodes_deleted, deleted.relationships_deleted],
    )
    password = neo4j.basic_auth("neo4j", os.environ["PASSWORD"])
    say("session auth", **current_user(driver, auth_=password))
    say("verified", right=driver.verify_authentication(auth=password))
    refused("unknown statement", lambda: ask("MERGE (:A)"))

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
