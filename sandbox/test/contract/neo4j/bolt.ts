import { PULL, RawClient, RESET, request, run } from "../../neo4j/bolt/raw-client.ts";

/** The password of the user `neo4j`. */
export const PASSWORD = "correct-horse-battery";

const AGENT = { user_agent: "raw/1", bolt_agent: { product: "raw/1" } };
const NATIVE = { scheme: "basic", principal: "neo4j", credentials: PASSWORD };
const HELLO = request(0x01, AGENT);
const hello = (extra: unknown) => [request(0x01, extra)];
const logon = (auth: unknown) => [HELLO, request(0x6a, auth)];
/** The requests of a login. */
export const LOGGED_IN = logon(NATIVE);
const BEGIN = request(0x11, {});
const COMMIT = request(0x12);
const pull = (extra: object) => request(0x3f, extra);
const after = (...requests: Buffer[]) => [...LOGGED_IN, ...requests];
const asked = (query: string, extra = {}) => after(run(query, extra), PULL);
const admin = (query: string) => asked(query, { db: "system" });

/** As Neo4j Browser 5.24.0 writes them. */
const BROWSER = {
  names: `CALL db.labels() YIELD label
    RETURN {name:'labels', data:COLLECT(label)[..1000]} AS result
    UNION ALL
    CALL db.relationshipTypes() YIELD relationshipType
    RETURN {name:'relationshipTypes', data:COLLECT(relationshipType)[..1000]} AS result
    UNION ALL
    CALL db.propertyKeys() YIELD propertyKey
    RETURN {name:'propertyKeys', data:COLLECT(propertyKey)[..1000]} AS result`,
  counts: `MATCH () RETURN { name:'nodes', data:count(*) } AS result
    UNION ALL
    MATCH ()-[]->() RETURN { name:'relationships', data: count(*)} AS result`,
};

/** What each client sends, one request after the other; the versions default to Bolt 5.8. */
const CLIENTS: Readonly<Record<string, Buffer[]>> = {
  "a statement": asked("RETURN 1 AS x, 'a' AS y, [1.5, null] AS z"),
  "another login": after(request(0x6b), LOGGED_IN[1] as Buffer, run("RETURN 1"), PULL),
  "HELLO without user_agent": hello({}),
  "HELLO without bolt_agent": hello({ user_agent: "x/1" }),
  "HELLO without a product": hello({ user_agent: "x/1", bolt_agent: {} }),
  "a wrong password": logon({ ...NATIVE, credentials: "x" }),
  "an unknown user": logon({ ...NATIVE, principal: "nobody" }),
  "a bearer token": logon({ scheme: "bearer", credentials: "x" }),
  "the scheme none": logon({ scheme: "none" }),
  "an unknown scheme": logon({ ...NATIVE, scheme: "kerberos" }),
  "no scheme": logon({}),
  "no principal": logon({ scheme: "basic", credentials: "x" }),
  "no credentials": logon({ scheme: "basic", principal: "neo4j" }),
  "credentials that are a number": logon({ ...NATIVE, credentials: 1 }),
  "the realm native": logon({ ...NATIVE, realm: "native" }),
  "another realm": logon({ ...NATIVE, realm: "ldap" }),
  "RUN before HELLO": [run("RETURN 1")],
  "RUN before LOGON": [HELLO, run("RETURN 1")],
  "RUN after LOGOFF": after(request(0x6b), run("RETURN 1")),
  "RESET before LOGON": [HELLO, RESET],
  "PULL without a stream": after(PULL),
  "COMMIT without BEGIN": after(COMMIT),
  "BEGIN twice": after(BEGIN, BEGIN),
  "a transaction": after(BEGIN, run("RETURN 1 AS x"), PULL, COMMIT),
  "a transaction in a named database": after(request(0x11, { db: "neo4j" }), run("RETURN 1"), PULL),
  "a transaction that reads": after(request(0x11, { mode: "r" }), run("CREATE (:A)")),
  "BEGIN with a wrong mode": after(request(0x11, { mode: "x" })),
  "BEGIN with a timeout that is text": after(request(0x11, { tx_timeout: "1s" })),
  "BEGIN with bookmarks that are numbers": after(request(0x11, { bookmarks: [1] })),
  "BEGIN with a nonsensical bookmark": after(request(0x11, { bookmarks: ["x"] })),
  "BEGIN in an unknown database": after(request(0x11, { db: "nope" }), RESET),
  impersonation: after(request(0x11, { imp_user: "bob" }), RESET),
  "a statement in an unknown database": after(run("RETURN 1", { db: "nope" }), RESET),
  "RUN of a number": after(request(0x10, 1, {}, {})),
  "RUN with parameters in a list": after(request(0x10, "RETURN 1", [], {})),
  "RUN without fields": after(request(0x10)),
  "PULL of nothing": after(run("RETURN 1"), pull({ n: 0 })),
  "PULL without n": after(run("RETURN 1"), pull({})),
  "PULL of an unknown qid": after(BEGIN, run("RETURN 1"), pull({ n: -1, qid: 7 })),
  DISCARD: after(run("RETURN 1"), request(0x2f, { n: -1 })),
  ROUTE: after(request(0x66, {}, [], {})),
  "ROUTE from another address": after(request(0x66, { address: "db.example.com:9" }, [], {})),
  "ROUTE from a host": after(request(0x66, { address: "db.example.com" }, [], {})),
  "ROUTE to an unknown database": after(request(0x66, {}, [], { db: "nope" }), RESET),
  TELEMETRY: after(request(0x54, 1)),
  "an unknown message": after(request(0x55)),
  "nonsense, then RESET": after(run("RETURN"), PULL, RESET, run("RETURN 1"), PULL),
  "a missing parameter": after(run("RETURN $x")),
  "writing while reading": after(run("CREATE (:A)", { mode: "r" }), PULL),
  "nodes made": asked("CREATE (:A {k: 1}), (:A {k: 2})"),
  "nodes found": after(run("MATCH (n:A) RETURN 'x' AS x"), pull({ n: 1 }), PULL),
  "names that Neo4j Browser asks for": asked(BROWSER.names),
  "counts that Neo4j Browser asks for": asked(BROWSER.counts),
  "nodes counted": asked("MATCH (n:A) RETURN count(n)"),
  "nodes merged": asked("UNWIND [{k: 1, l: 'x'}] AS row MERGE (n:A {k: row.k}) SET n += row"),
  "nodes merged by null": asked("UNWIND [{k: null}] AS row MERGE (n:A {k: row.k}) SET n += row"),
  "a map as a property": asked("CREATE (:A {k: {}})"),
  "nodes deleted": asked("MATCH (n:A) DETACH DELETE n"),
  "names after that": asked(BROWSER.names),
  "counts after that": asked(BROWSER.counts),
  ...Object.fromEntries(
    [
      "CALL db.ping()",
      "CALL dbms.components()",
      "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] AS version, edition",
      "CALL dbms.clientConfig() YIELD name, value",
      "CALL dbms.showCurrentUser()",
      "SHOW PROCEDURES yield name, signature",
      "SHOW CURRENT USER",
      "SHOW DATABASES",
      "SHOW DEFAULT DATABASE",
      "SHOW HOME DATABASE",
      "SHOW USERS",
      "SHOW USERS YIELD user, passwordChangeRequired",
      "SHOW ROLES",
      "CREATE ROLE a",
      "GRANT ROLE reader TO neo4j",
      "SHOW PRIVILEGES AS COMMANDS YIELD command, immutable",
      "SHOW ROLE reader PRIVILEGES AS REVOKE COMMANDS",
      "GRANT READ {x, y} ON GRAPH `neo4j` RELATIONSHIP * TO `reader`",
      "GRANT SET LABEL A, B ON GRAPH neo4j TO reader",
      "GRANT EXECUTE PROCEDURE db.*, a.b ON DBMS TO reader",
      "DENY ACCESS ON DATABASE neo4j TO reader",
      "REVOKE GRANT MATCH {*} ON GRAPH `neo4j` NODE * FROM `reader`",
      "CYPHER 25 SHOW AUTH RULES",
      "SHOW USERS WITH AUTH YIELD user, provider, auth",
      "ALTER USER neo4j SET PASSWORD CHANGE NOT REQUIRED REMOVE HOME DATABASE",
      "CREATE USER neo4j SET PASSWORD 'long-enough'",
      "CREATE USER a SET PASSWORD 'short'",
      "CREATE USER a SET PASSWORD ''",
      "CREATE USER `a b` SET PASSWORD 'long-enough'",
      "CREATE USER jake SET PASSWORD 'jakes-password' CHANGE NOT REQUIRED",
      "CREATE USER jake IF NOT EXISTS SET PASSWORD 'jakes-password'",
      "ALTER USER jake SET PASSWORD 'jakes-password'",
      "ALTER USER nobody SET PASSWORD 'long-enough'",
      "ALTER USER neo4j SET STATUS SUSPENDED",
      "ALTER CURRENT USER SET PASSWORD FROM 'x' TO 'long-enough'",
      `ALTER CURRENT USER SET PASSWORD FROM '${PASSWORD}' TO '${PASSWORD}'`,
      "RENAME USER nobody TO a",
      "RENAME USER jake TO jack",
      "DROP USER jack",
      "DROP USER nobody",
      "DROP USER nobody IF EXISTS",
      "DROP USER neo4j",
    ].map((statement) => [statement, admin(statement)]),
  ),
};

/** The first bytes of a client: four ranges of versions, as reserved byte, range, minor and major. */
const HANDSHAKES = {
  "Bolt 5.8 to 5.0": "00080805",
  "Bolt 4.4 to 4.2": "00020404",
  "Bolt 4.1": "00000104",
  "Bolt 3": "00000003",
  "Bolt 5.5": "00000505",
  "Bolt 5.9": "00000905",
  "the manifest": "000001ff",
};

/** Plays every client against a server and tells what each was answered, by name. */
export async function playBolt(port: number): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [name, range] of Object.entries(HANDSHAKES)) {
    answers[`handshake: ${name}`] = await shakeHands(port, range);
  }
  for (const minor of [0, 1, 4, 6, 7]) {
    const first = minor === 0 ? hello({ ...AGENT, ...NATIVE }) : LOGGED_IN;
    const requests = [...first, run("RETURN 1 AS x"), PULL, run("RETURN $x")];
    answers[`Bolt 5.${minor}`] = await play(port, requests, [5, minor]);
  }
  const old = [...hello({ ...AGENT, ...NATIVE, patch_bolt: ["utc"] }), run("RETURN 1 AS x"), PULL];
  answers["Bolt 4.4"] = await play(port, old, [4, 4]);
  for (const [name, requests] of Object.entries(CLIENTS)) {
    answers[name] = await play(port, requests);
  }
  return answers;
}

async function shakeHands(port: number, range: string): Promise<string> {
  const client = new RawClient(port);
  client.send(Buffer.from(`6060b017${range}${"0".repeat(24)}`, "hex"));
  const answer = (await client.bytes(4)).toString("hex");
  const manifest = answer === "000001ff" ? (await client.bytes(9)).toString("hex") : "";
  client.socket.destroy();
  return answer + manifest;
}

/** Sends each request once the one before it is answered, as far as the server goes along. */
async function play(
  port: number,
  requests: readonly Buffer[],
  [major, minor]: [number, number] = [5, 8],
): Promise<unknown[]> {
  const client = await new RawClient(port).agree(minor, major);
  const answers: unknown[] = [];
  for (const bytes of requests) {
    client.send(bytes);
    const message = async () => (await client.messages(1))[0] ?? ["closed"];
    let answer = await message();
    for (; answer[0] === "RECORD"; answer = await message()) answers.push(answer);
    answers.push(answer);
    if (answer[0] === "closed") break;
  }
  client.socket.destroy();
  return answers;
}
