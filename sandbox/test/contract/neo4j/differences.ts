/** Why the stand-in answers otherwise than Neo4j, and in which cases. */
export type Difference = readonly [reason: string, cases: readonly string[]];

/** By the names of the clients in `bolt.ts` and `http.ts`. */
export const ANSWERS: readonly Difference[] = [
  [
    "Of Bolt 4 it speaks 4.4 only, which every driver of the last years offers first.",
    ["handshake: Bolt 4.1", "handshake: the manifest"],
  ],
  [
    "It names the field and the fault in fewer words, without the causes that 5.26 nests.",
    [
      "HELLO without bolt_agent",
      "BEGIN with a wrong mode",
      "BEGIN with a timeout that is text",
      "BEGIN with bookmarks that are numbers",
      "RUN of a number",
      "RUN with parameters in a list",
      "PULL of nothing",
      "PULL without n",
      "credentials that are a number",
      "a map as a property",
    ],
  ],
  [
    "GQL statuses of administration are those of most errors; code and message are Neo4j's.",
    [
      "CREATE USER a SET PASSWORD 'short'",
      "CREATE USER `a b` SET PASSWORD 'long-enough'",
      "ALTER USER jake SET PASSWORD 'jakes-password'",
      "ALTER USER nobody SET PASSWORD 'long-enough'",
      "ALTER USER neo4j SET STATUS SUSPENDED",
      "ALTER CURRENT USER SET PASSWORD FROM 'correct-horse-battery' TO 'correct-horse-battery'",
      "RENAME USER nobody TO a",
      "DROP USER neo4j",
      "CYPHER 25 SHOW AUTH RULES",
    ],
  ],
  [
    "A syntax error says what is wrong, without the line and the place.",
    ["ALTER USER neo4j SET PASSWORD CHANGE NOT REQUIRED REMOVE HOME DATABASE"],
  ],
  [
    "It counts no changes of users.",
    [
      "CREATE USER jake SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED",
      "RENAME USER jake TO jack",
      "DROP USER jack",
    ],
  ],
  [
    "What it refuses, it explains: a refusal names the fix, or what is allowed.",
    [
      "an unknown scheme",
      "an unknown message",
      "nonsense, then RESET",
      "BEGIN with a nonsensical bookmark",
      "HTTP: typed JSON of version 2.0",
      "HTTP: an answer of another type",
      "HTTP: a plain parameter that should be typed",
      "HTTP: a typed parameter that is none",
      "HTTP: a wrong access mode",
      "HTTP: an unknown field",
      "HTTP: no statement",
      "HTTP: a list",
      "HTTP: no JSON",
      "HTTP: reading the Query API",
      "HTTP: an unknown path",
    ],
  ],
  [
    "It stands in for Enterprise, where there are bearer tokens, realms and impersonation.",
    ["a bearer token", "another realm", "impersonation", "HTTP: a bearer token"],
  ],
  [
    "It would round a big integer, and refuses to; typed JSON has it as it is.",
    ["HTTP: a big integer"],
  ],
  [
    "It has neither API for transactions over several requests, and does not offer one.",
    [
      "HTTP: the discovery document",
      "HTTP: a transaction over requests",
      "HTTP: the older transaction API",
    ],
  ],
  ["It lists the procedures that it runs.", ["SHOW PROCEDURES yield name, signature"]],
  ["A stream that was discarded has the status of one that was read.", ["DISCARD"]],
  ["An unknown database has one message.", ["ROUTE to an unknown database"]],
];

/** By the names of settings, or by one value of all of them. */
export const SETTINGS: readonly Difference[] = [
  [
    "Neo4j reads it under another name first, and then refuses that name's value.",
    ["db.logs.query.annotation_data_as_json_enabled", "server.db.query_cache_size"],
  ],
  [
    "The manual does not tell all that is allowed; the stand-in takes more.",
    [
      "db.tx_log.rotation.retention_policy",
      "server.directories.neo4j_home",
      "server.memory.off_heap.max_cacheable_block_size",
      "server.unmanaged_extension_classes",
    ],
  ],
  ["Neo4j takes for a size, or a number in bounds, what is no number.", ["*=NaN"]],
  [
    "Neo4j names the exception from the bounds first.",
    ["server.bolt.traffic_accounting_check_period"],
  ],
];
