import { expect, test } from "vitest";
import { redacted } from "../../../plugins/protocol/redact.ts";
import { Secret } from "../../../plugins/protocol/values.ts";

test("takes out what is secret at any depth, longest first, and leaves the rest", () => {
  const properties = {
    values: { user: "neo4j", auth: new Secret({ list: ["pass", "password1"], empty: "" }) },
  };
  expect(redacted("neo4j: password1 pass neo4j", properties)).toBe(
    "neo4j: [secret] [secret] neo4j",
  );
});

test("a secret with characters of a pattern is text", () => {
  expect(redacted("a$& (x", { p: new Secret("$& (") })).toBe("a[secret]x");
});
