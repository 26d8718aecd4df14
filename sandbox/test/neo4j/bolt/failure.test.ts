import { expect, test } from "vitest";
import { failureMetadata } from "../../../neo4j/bolt/failure.ts";
import { Neo4jError } from "../../../neo4j/security/types.ts";

const told = (code: string, minor: number) =>
  failureMetadata(new Neo4jError(code, "why"), { major: 5, minor });

test("before Bolt 5.7 a failure is a code and a message", () => {
  const code = "Neo.ClientError.Security.Forbidden";
  expect(told(code, 6)).toEqual({ code, message: "why" });
});

test.each([
  ["Security.Forbidden", "42NFF", /permission\/access denied/],
  ["Security.CredentialsExpired", "42NFF", /permission\/access denied/],
  ["Security.TokenExpired", "42NFE", /auth info expired/],
  ["Security.AuthorizationExpired", "42NFE", /auth info expired/],
  ["Request.Invalid", "08N06", /protocol error/],
  ["Request.InvalidFormat", "08N06", /protocol error/],
  ["Statement.TypeError", "22G03", /invalid value type/],
])("%s has the GQL status %s and a classification", (name, status, description) => {
  const code = `Neo.ClientError.${name}`;
  expect(told(code, 7)).toEqual({
    neo4j_code: code,
    message: "why",
    gql_status: status,
    description: expect.stringMatching(description),
    diagnostic_record: { _classification: "CLIENT_ERROR" },
  });
});

test("any other code has the status of what is unexpected, without a record", () => {
  const code = "Neo.ClientError.Statement.SyntaxError";
  expect(told(code, 8)).toEqual({
    neo4j_code: code,
    message: "why",
    gql_status: "50N42",
    description:
      "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
  });
});
