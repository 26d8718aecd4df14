import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value } from "../../../../neo4j/cypher/value.ts";
import { Neo4jError } from "../../../../neo4j/security/index.ts";
import { parseStatement } from "../../../../neo4j/security/statements/parse.ts";

const parse = (text: string, parameters: Record<string, Value> = {}) =>
  parseStatement(text, new Map(Object.entries(parameters)));
describe("parseStatement leaves to others", () => {
  test.each([
    "",
    ";",
    "RETURN 1",
    "CREATE (n:User)",
    "MATCH (n) SET n.password = 'x'",
    "CREATE DATABASE x",
    "SHOW DATABASES",
    "SHOW USER jake PRIVILEGES",
    "SHOW USER PRIVILEGES",
    "CALL dbms.components()",
    "CALL dbms.security.listUsers()",
    "RETURN 'CREATE USER a'",
    "'unterminated",
    "`",
    "/* open",
  ])("%s", (text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe("parseStatement refuses", () => {
  test.each([
    [
      "CREATE USER a SET PASSWORD hunter2",
      "Invalid input: expected a password in quotes or as a parameter",
    ],
    [
      "CREATE USER a SET PASSWORD 'hunter2",
      "Invalid input: expected a password in quotes or as a parameter",
    ],
    ["CREATE USER a SET PASSWORD 'x' SET PASSWORD 'y'", "Duplicate `SET PASSWORD` clause."],
    [
      "CREATE USER a SET AUTH 'oidc-x' {SET PASSWORD 'x'}",
      "Auth provider `oidc-x` does not allow `SET PASSWORD` clause.",
    ],
    [
      "CREATE USER a SET AUTH 'oidc-x' {SET ID ''}",
      "Clause `SET ID` is mandatory for auth provider `oidc-x`.",
    ],
    [
      "CREATE USER a SET AUTH 'native' {SET ID 'i'}",
      "Auth provider `native` does not allow `SET ID` clause.",
    ],
    ["CREATE USER a SET AUTH '' {SET ID 'i'}", "The auth provider must have a name."],
    [
      "CREATE USER a SET PASSWORD 'x' REMOVE HOME DATABASE",
      "Invalid input 'REMOVE': expected 'SET' or <EOF>",
    ],
    [
      "ALTER USER a SET AUTH 'x' {SET ID 'i'} REMOVE AUTH 'y'",
      "Invalid input 'REMOVE': expected 'SET' or <EOF>",
    ],
    [
      "CREATE USER a SET AUTH 'x' {SET ID '1'} SET AUTH 'x' {SET ID '2'}",
      "Duplicate `SET AUTH 'x'` clause.",
    ],
  ])("as Neo4j does: %s", (text, message) => {
    const code = "Neo.ClientError.Statement.SyntaxError";
    expect(() => parse(text)).toThrow(expect.objectContaining({ code, message }));
  });

  test.each([
    ["CREATE USER", "expected a user name instead of its end (offset: 11)."],
    ["CREATE USER a", "expected SET instead of its end (offset: 13)."],
    [
      "CREATE USER a SET",
      "expected AUTH, HOME DATABASE, PASSWORD or STATUS instead of its end (offset: 17).",
    ],
    [
      "CREATE USER a SET ENCRYPTED PASSWORD 'x'",
      "passwords that are ENCRYPTED. Fix: give the plain text.",
    ],
    ["CREATE USER a SET PASSWORD 'x' CHANGE", "expected REQUIRED instead of its end (offset: 37)."],
    ["CREATE USER a SET STATUS PAUSED", "expected ACTIVE instead of 'PAUSED' (offset: 25)."],
    ["CREATE USER a SET AUTH 'oidc-x' {}", "expected SET instead of '}' (offset: 33)."],
    [
      "CREATE USER a SET AUTH 'oidc-x' {SET ID 'i'",
      "expected SET instead of its end (offset: 43).",
    ],
    [
      "CREATE USER a SET AUTH oidc {SET ID '1'}",
      "expected an auth provider instead of 'oidc' (offset: 23).",
    ],
    ["ALTER USER a", "expected SET or REMOVE instead of its end (offset: 12)."],
    [
      "ALTER USER a REMOVE STATUS",
      "expected HOME DATABASE, AUTH or ALL AUTH instead of 'STATUS' (offset: 20).",
    ],
    [
      "ALTER CURRENT USER SET PASSWORD 'x'",
      "expected SET PASSWORD FROM instead of 'SET' (offset: 19).",
    ],
    ["GRANT ROLE a", "expected TO instead of its end (offset: 12)."],
    ["SHOW ROLE a PRIVILEGES", "expected AS COMMANDS instead of its end (offset: 22)."],
    [
      "GRANT MATCH {*} ON GRAPH g FOR (n:A) WHERE n.x = 1 TO a",
      "expected NODES, RELATIONSHIPS or ELEMENTS instead of 'FOR' (offset: 27).",
    ],
    [
      "GRANT IMMUTABLE WRITE ON GRAPH * TO a",
      "expected a privilege that the stand-in has instead of 'IMMUTABLE' (offset: 6).",
    ],
    [
      "CREATE AUTH RULE a SET CONDITION 'x' IN abac.native.user_tags()",
      "expected an operator instead of '.' (offset: 44).",
    ],
    [
      "SHOW CURRENT USER WHERE user = 'x'",
      "expected the end of the statement instead of 'WHERE' (offset: 18).",
    ],
    ["SHOW USERS; SHOW USERS", "expected the end of the statement instead of 'SHOW' (offset: 12)."],
    ["SHOW USERS YIELD", "expected a column instead of its end (offset: 16)."],
  ])("as unknown: %s", (text, reason) => {
    const code = "Neo.ClientError.Statement.UnsupportedOperationError";
    const message = `The sandbox's Neo4j stand-in does not know this statement: ${reason}`;
    expect(() => parse(text)).toThrow(expect.objectContaining({ code, message }));
  });

  test("a parameter that is missing, inherited or no text", () => {
    const missing = { code: "Neo.ClientError.Statement.ParameterMissing" };
    expect(() => parse("DROP USER $name")).toThrow(
      expect.objectContaining({ ...missing, message: "Expected parameter(s): name" }),
    );
    expect(() => parse("DROP USER $constructor")).toThrow(expect.objectContaining(missing));
    expect(() => parse("DROP USER $name", { name: 7n })).toThrow(
      expect.objectContaining({
        code: "Neo.ClientError.Statement.TypeError",
        message: "Expected parameter $name for a user name to have type String.",
      }),
    );
  });
});

test("what is logged has no password, no comment and no line break", () => {
  const text =
    "create user a // a comment\n set password 'hunter2' /* x */ SET AUTH 'x' {SET ID 'visible'};";
  expect(parse(text)?.loggable).toBe(
    "create user a set password '******' SET AUTH 'x' {SET ID 'visible'};",
  );
  const change = "ALTER CURRENT USER SET PASSWORD FROM 'old' TO $new";
  expect(parse(change, { new: "hunter2" })?.loggable).toBe(
    "ALTER CURRENT USER SET PASSWORD FROM '******' TO $new",
  );
});

test("any text ends in a statement, in nothing, or in a Neo4jError", () => {
  const words = [
    "CREATE",
    "USER",
    "SHOW",
    "ALTER",
    "SET",
    "PASSWORD",
    "AUTH",
    "{",
    "}",
    "'x'",
    "$p",
    "`n`",
    "TO",
    "GRANT",
    "ROLE",
    "ID",
    ",",
    ";",
    "\\",
    "'",
    "//",
    "/*",
    "\u0000",
    "ß",
  ];
  const text = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((list) => list.join(" ")),
    fc.string({ unit: "binary", maxLength: 80 }),
  );
  fc.assert(
    fc.property(text, (statement) => {
      try {
        parse(statement, { p: "x" });
      } catch (error) {
        expect(error).toBeInstanceOf(Neo4jError);
      }
    }),
    { numRuns: 1000 },
  );
});

test("long texts are read without trouble", () => {
  const password = "x".repeat(1_000_000);
  expect(parse(`ALTER CURRENT USER SET PASSWORD FROM '${password}' TO 'y'`)).toMatchObject({
    action: "ALTER CURRENT USER",
    loggable: "ALTER CURRENT USER SET PASSWORD FROM '******' TO '******'",
  });
  expect(parse(`${"/*".repeat(100_000)}*/ ${"\\'".repeat(100_000)}`)).toBeUndefined();
});
