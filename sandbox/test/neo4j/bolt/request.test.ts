import { expect, test } from "vitest";
import { pack } from "../../../neo4j/bolt/packstream/pack.ts";
import { readRequest } from "../../../neo4j/bolt/request.ts";
import { fromPlain, Node, Structure, type Value } from "../../../neo4j/cypher/value.ts";
import type { Neo4jError } from "../../../neo4j/security/types.ts";
import { refusalOf } from "../server-fakes.ts";

const BOLT = { major: 5, minor: 8 };
const INVALID = "Neo.ClientError.Request.Invalid";
const FORMAT = "Neo.ClientError.Request.InvalidFormat";

const message = (tag: number, ...fields: unknown[]) =>
  pack(new Structure(tag, fields.map(fromPlain)));

const agent = { user_agent: "test/1", bolt_agent: { product: "test/1" } };

test("every request is read with its fields", () => {
  const read = (tag: number, ...fields: unknown[]) => readRequest(message(tag, ...fields), BOLT);
  const extra = { database: undefined, mode: "w", impersonated: undefined, bookmarks: [] };
  expect(read(0x01, agent)).toEqual({ type: "HELLO", extra: fromPlain(agent) });
  expect(read(0x6a, { scheme: "none" })).toEqual({
    type: "LOGON",
    auth: new Map([["scheme", "none"]]),
  });
  expect(read(0x6b)).toEqual({ type: "LOGOFF" });
  expect(read(0x02)).toEqual({ type: "GOODBYE" });
  expect(read(0x0f)).toEqual({ type: "RESET" });
  expect(read(0x54, 2)).toEqual({ type: "TELEMETRY" });
  expect(read(0x12)).toEqual({ type: "COMMIT" });
  expect(read(0x13)).toEqual({ type: "ROLLBACK" });
  expect(read(0x11, {})).toEqual({ type: "BEGIN", extra });
  expect(
    read(0x10, "RETURN 1", { x: 1 }, { db: "neo4j", mode: "r", imp_user: "", bookmarks: ["FB:1"] }),
  ).toEqual({
    type: "RUN",
    query: "RETURN 1",
    parameters: new Map([["x", 1n]]),
    extra: { ...extra, database: "neo4j", mode: "r", bookmarks: ["FB:1"] },
  });
  expect(read(0x3f, { n: 10, qid: 3 })).toEqual({ type: "PULL", n: 10, qid: 3 });
  expect(read(0x2f, { n: -1 })).toEqual({ type: "DISCARD", n: Number.POSITIVE_INFINITY });
  expect(read(0x66, { address: "db:7687" }, [], { db: "neo4j" })).toEqual({
    type: "ROUTE",
    address: "db:7687",
    database: "neo4j",
  });
});

test("temporal and spatial parameters are values", () => {
  const date = new Structure(0x44, [20_000n]);
  const point = new Structure(0x58, [7203n, 1.5, 2.5]);
  const request = readRequest(message(0x10, "RETURN $d", { d: [date, { at: point }] }, {}), BOLT);
  expect(request).toMatchObject({ parameters: new Map([["d", [date, new Map([["at", point]])]]]) });
});

const REFUSALS: [name: string, bytes: Value | Structure, code: string, message: string][] = [
  ["a message that is no structure", "RUN", INVALID, "Expected a message structure"],
  ["an unknown message", new Structure(0x7f, []), INVALID, "Unexpected message 0x7F in Bolt 5.8"],
  [
    "a message with too few fields",
    new Structure(0x10, ["RETURN 1"]),
    FORMAT,
    "Illegal struct size: Expected struct to be 3 fields but got 1",
  ],
  [
    "HELLO without a map",
    new Structure(0x01, [null]),
    INVALID,
    'Illegal value for field "extra": Expected map',
  ],
  [
    "HELLO without bolt_agent",
    new Structure(0x01, [new Map([["user_agent", "x"]])]),
    INVALID,
    'Illegal value for field "bolt_agent": Expected map',
  ],
  [
    "HELLO without a product",
    new Structure(0x01, [fromPlain({ user_agent: "x/1", bolt_agent: {} })]),
    INVALID,
    "Illegal value for field \"bolt_agent\": Expected map to contain key: 'product'.",
  ],
  [
    "HELLO without a user agent",
    new Structure(0x01, [fromPlain({ bolt_agent: { product: "x/1" } })]),
    INVALID,
    'Illegal value for field "user_agent": Expected value to be non-null',
  ],
  [
    "RUN of a number",
    new Structure(0x10, [1n, new Map(), new Map()]),
    INVALID,
    'Illegal value for field "statement": Expected string',
  ],
  [
    "RUN with parameters in a list",
    new Structure(0x10, ["RETURN 1", [], new Map()]),
    INVALID,
    'Illegal value for field "params": Expected map',
  ],
  [
    "RUN with a node as a parameter",
    new Structure(0x10, [
      "RETURN $n",
      new Map([["n", new Node(1n, "1", [], new Map())]]),
      new Map(),
    ]),
    INVALID,
    'Illegal value for field "params": Structure 0x4E is not a value',
  ],
  [
    "RUN with a date of the wrong type",
    new Structure(0x10, [
      "RETURN $d",
      fromPlain({ d: [{ e: new Structure(0x44, ["today"]) }] }),
      new Map(),
    ]),
    INVALID,
    'Illegal value for field "params": Structure 0x44 is not a value',
  ],
  [
    "BEGIN with an unknown mode",
    new Structure(0x11, [fromPlain({ mode: "x" })]),
    INVALID,
    `Illegal value for field "mode": Expecting access mode value to be 'r' or 'w'`,
  ],
  [
    "BEGIN with a timeout that is text",
    new Structure(0x11, [fromPlain({ tx_timeout: "1s" })]),
    INVALID,
    'Illegal value for field "tx_timeout": Expected long',
  ],
  [
    "BEGIN with metadata that is no map",
    new Structure(0x11, [fromPlain({ tx_metadata: [] })]),
    INVALID,
    'Illegal value for field "tx_metadata": Expected map',
  ],
  [
    "BEGIN with a bookmark that is no text",
    new Structure(0x11, [fromPlain({ bookmarks: [1] })]),
    INVALID,
    'Illegal value for field "bookmarks": Expected list of strings',
  ],
  [
    "BEGIN with a number for a database",
    new Structure(0x11, [fromPlain({ db: 1 })]),
    INVALID,
    'Illegal value for field "db": Expected string',
  ],
  [
    "PULL without n",
    new Structure(0x3f, [new Map()]),
    INVALID,
    'Illegal value for field "n": Expected long',
  ],
  [
    "PULL of nothing",
    new Structure(0x3f, [fromPlain({ n: 0 })]),
    INVALID,
    'Illegal value for field "n": Expecting size to be at least 1 or exactly -1 but got 0',
  ],
  [
    "DISCARD of a negative number",
    new Structure(0x2f, [fromPlain({ n: -2 })]),
    INVALID,
    'Illegal value for field "n": Expecting size to be at least 1 or exactly -1 but got -2',
  ],
  [
    "PULL with a qid that is text",
    new Structure(0x3f, [fromPlain({ n: 1, qid: "a" })]),
    INVALID,
    'Illegal value for field "qid": Expected long',
  ],
  [
    "TELEMETRY of an unknown API",
    new Structure(0x54, [4n]),
    INVALID,
    'Illegal value for field "api": Expected a number from 0 to 3',
  ],
  [
    "ROUTE without a context",
    new Structure(0x66, [null, [], new Map()]),
    INVALID,
    'Illegal value for field "routing": Expected map',
  ],
];

test.each(REFUSALS)("%s is refused", async (_name, bytes, code, text) => {
  expect(await refusalOf(() => readRequest(pack(bytes), BOLT))).toEqual({ code, message: text });
});

test("a client that does not name itself breaks no rule of the protocol", () => {
  const status = (tag: number, field: object) => {
    try {
      readRequest(message(tag, field), BOLT);
    } catch (error) {
      return (error as Neo4jError).gqlStatus;
    }
    return "accepted";
  };
  expect(status(0x01, {})).toBe("50N42");
  expect(status(0x01, { user_agent: "x/1", bolt_agent: {} })).toBe("50N42");
  expect(status(0x01, { user_agent: "x/1" })).toBe("08N06");
  expect(status(0x3f, { n: 0 })).toBe("08N06");
});

test("Bolt 4.4 has the messages of Bolt 5.0", async () => {
  const bolt44 = { major: 4, minor: 4 };
  expect(readRequest(message(0x0f), bolt44)).toEqual({ type: "RESET" });
  expect(await refusalOf(() => readRequest(message(0x6b), bolt44))).toEqual({
    code: INVALID,
    message: "Unexpected message 0x6B in Bolt 4.4",
  });
});

test("bytes that are no PackStream are refused", async () => {
  expect(await refusalOf(() => readRequest(Buffer.of(0xb1, 0x10, 0xc4), BOLT))).toEqual({
    code: INVALID,
    message: "Invalid PackStream message: unknown marker 0xC4",
  });
});

test.each([
  ["LOGON", 0x6a, 0, [{}]],
  ["LOGOFF", 0x6b, 0, []],
  ["TELEMETRY", 0x54, 3, [1]],
])("%s is no message of earlier versions", async (_name, tag, minor, fields) => {
  const read = () => readRequest(message(tag, ...fields), { major: 5, minor });
  const name = `0x${tag.toString(16).toUpperCase()}`;
  expect(await refusalOf(read)).toEqual({
    code: INVALID,
    message: `Unexpected message ${name} in Bolt 5.${minor}`,
  });
});

test("before Bolt 5.3 HELLO needs a user_agent", async () => {
  const bolt52 = { major: 5, minor: 2 };
  expect(readRequest(message(0x01, { user_agent: "x/1" }), bolt52).type).toBe("HELLO");
  expect(await refusalOf(() => readRequest(message(0x01, {}), bolt52))).toEqual({
    code: INVALID,
    message: 'Illegal value for field "user_agent": Expected value to be non-null',
  });
});
