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

test("an error may have a status that most of its code have not", () => {
  const error = new Neo4jError("Neo.ClientError.Request.Invalid", "why", "08N06");
  expect(failureMetadata(error, { major: 5, minor: 7 })).toEqual({
    neo4j_code: "Neo.ClientError.Request.Invalid",
    message: "why",
    gql_status: "08N06",
    description: "error: connection exception - protocol error. General network protocol error.",
    diagnostic_record: { _classification: "CLIENT_ERROR" },
  });
});

test.each(["Statement.SyntaxError", "Request.Invalid", "Request.InvalidFormat"])(
  "%s, as any other code, has the status of what is unexpected, without a record",
  (name) => {
    const code = `Neo.ClientError.${name}`;
    expect(told(code, 8)).toEqual({
      neo4j_code: code,
      message: "why",
      gql_status: "50N42",
      description:
        "error: general processing exception - unexpected error. Unexpected error has occurred. See debug log for details.",
    });
  },
);
