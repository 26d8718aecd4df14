import { PASSWORD } from "./bolt.ts";

const QUERY = "/db/neo4j/query/v2";
const TYPED = "application/vnd.neo4j.query";
const FIVE = { $type: "Integer", _value: "5" };
const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}` });

/** A request of the Query API, as its administrator. */
function query(
  body: unknown,
  headers: Record<string, string> = {},
  path = QUERY,
): [path: string, init: RequestInit] {
  const usual = { ...basic(`neo4j:${PASSWORD}`), "content-type": "application/json" };
  return [
    path,
    {
      method: "POST",
      headers: { ...usual, ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    },
  ];
}

const statement = (text: string, more: object = {}) => ({ statement: text, ...more });
const five = (x: unknown, accept: string, contentType: string) =>
  query(statement("RETURN $x AS x", { parameters: { x } }), {
    accept,
    "content-type": contentType,
  });

const REQUESTS: Readonly<Record<string, [path: string, init: RequestInit]>> = {
  "the discovery document": ["/", { headers: { accept: "application/json" } }],
  "plain JSON": query(statement("RETURN 1 AS x, 'a' AS y, [1.5, null] AS z, {k: true} AS m")),
  "typed JSON": query(statement("RETURN 1, 1.0, 1e21, 'a', [null], {k: true}"), { accept: TYPED }),
  "typed JSON of version 1.0": query(statement("RETURN 1"), { accept: `${TYPED}.v1.0` }),
  "typed JSON of version 2.0": query(statement("RETURN 1"), { accept: `${TYPED}.v2.0` }),
  "typed JSON liked better": query(statement("RETURN 1"), {
    accept: `application/json;q=0.1, ${TYPED};q=0.5`,
  }),
  "a typed parameter": five(FIVE, TYPED, TYPED),
  "a typed parameter, plainly answered": five(FIVE, "application/json", TYPED),
  "a plain parameter, typed answer": five(5, TYPED, "application/json"),
  "a plain parameter that should be typed": five(5, "application/json", TYPED),
  "a typed parameter of an unknown type": five({ $type: "Nope", _value: 1 }, TYPED, TYPED),
  "a typed parameter that is none": five({ $type: "Integer", _value: "x" }, TYPED, TYPED),
  "a node": query(statement("CREATE (:H {k: 1})", { includeCounters: true })),
  "a node, found": query(statement("MATCH (n:H) RETURN n")),
  "a node, found typed": query(statement("MATCH (n:H) RETURN n"), { accept: TYPED }),
  "a node, deleted": query(statement("MATCH (n:H) DETACH DELETE n", { includeCounters: true })),
  "a big integer": query(statement("RETURN 9007199254740993 AS x")),
  "no credentials": [QUERY, { method: "POST", body: "{}" }],
  "a wrong password": query(statement("RETURN 1"), basic("neo4j:x")),
  "another scheme": query(statement("RETURN 1"), { authorization: "Digest x" }),
  "basic without a password": query(statement("RETURN 1"), basic("neo4j")),
  "a bearer token": query(statement("RETURN 1"), { authorization: "Bearer x" }),
  "a missing parameter": query(statement("RETURN $x")),
  "a write while reading": query(statement("CREATE (:A)", { accessMode: "read" })),
  "a wrong access mode": query(statement("RETURN 1", { accessMode: "ADMIN" })),
  "an unknown field": query(statement("RETURN 1", { statment: "x" })),
  "an unknown database": query(statement("RETURN 1"), {}, "/db/nope/query/v2"),
  "no statement": query({}),
  "a list": query([]),
  "no JSON": query("{"),
  "a body of another type": query("x", { "content-type": "text/xml" }),
  "an answer of another type": query(statement("RETURN 1"), { accept: "text/xml" }),
  "a transaction over requests": query(statement("RETURN 1"), {}, `${QUERY}/tx`),
  "the older transaction API": query({ statements: [] }, {}, "/db/neo4j/tx/commit"),
  "reading the Query API": [QUERY, { headers: basic(`neo4j:${PASSWORD}`) }],
  "an unknown path": ["/nowhere", {}],
};

/** Sends every request to a server and tells what each was answered, by name. */
export async function playHttp(port: number): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [name, [path, init]] of Object.entries(REQUESTS)) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const type = answer.headers.get("content-type")?.replace(/; ?charset=utf-8$/i, "");
    const challenge = answer.headers.get("www-authenticate") ?? undefined;
    const allowOrigin = answer.headers.get("access-control-allow-origin") ?? undefined;
    const body = JSON.parse(await answer.text());
    answers[`HTTP: ${name}`] = { status: answer.status, type, challenge, allowOrigin, body };
  }
  return answers;
}
