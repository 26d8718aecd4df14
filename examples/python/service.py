"""A service that queries Neo4j as itself, again and again, until SIGTERM."""

import logging
import os
import signal
import threading

from neo4j import GraphDatabase
from neo4j.auth_management import AuthManagers
from neo4j.exceptions import DriverError, Neo4jError
from okta_tokens import NoToken, Tokens, setting

logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # What goes wrong is said below.
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
pause = float(os.environ.get("QUERY_INTERVAL", "1"))
try:
    uri, tokens = setting("NEO4J_URI"), Tokens()
except NoToken as error:
    raise SystemExit(str(error)) from None
logging.getLogger("service").info("opening %s (NEO4J_URI)", uri)
with GraphDatabase.driver(uri, auth=AuthManagers.bearer(tokens.provide)) as driver:
    while not stop.wait(pause):
        try:
            [record] = driver.execute_query("SHOW CURRENT USER", database_="system").records
            print(f"{record['user']}: {', '.join(record['roles'])}", flush=True)
        except (NoToken, DriverError, Neo4jError) as error:
            logging.getLogger("service").error("query failed: %s", error)
