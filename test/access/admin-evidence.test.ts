import { expect, test } from "vitest";
import { z } from "zod";
import { adminEvidenceFault, adminEvidenceSchema } from "../../access/admin-evidence.ts";

const EVIDENCE = {
  version: 1,
  at: "2026-11-27T12:00:00.000Z",
  issuer: "https://example.okta.com/oauth2/default",
  provider: "oidc-okta",
  user: "ada",
  neo4j: { namespace: "neo4j", release: "graph" },
};

const fault = (evidence: unknown, after: number) =>
  adminEvidenceFault(evidence, {
    providers: new Map([
      ["oidc-okta", EVIDENCE.issuer],
      ["oidc-azure", undefined],
    ]),
    neo4j: EVIDENCE.neo4j,
    maxAge: 24,
    now: Date.parse(EVIDENCE.at) + after * 3_600_000,
  });

test.each([0, 24, -0.01])("evidence of %d hours ago is taken", (hours) => {
  expect(fault(EVIDENCE, hours)).toBeUndefined();
});

test("the issuer of a provider whose discovery document alone has it is not compared", () => {
  expect(fault({ ...EVIDENCE, provider: "oidc-azure", issuer: "any" }, 0)).toBeUndefined();
});

test("the schema is published", async () => {
  const text = `${JSON.stringify(z.toJSONSchema(adminEvidenceSchema), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/admin-evidence.schema.json");
});

test.each<[evidence: unknown, hours: number, message: string]>([
  [undefined, 0, "is no evidence that this version reads"],
  [{ ...EVIDENCE, at: "yesterday" }, 0, "is no evidence that this version reads"],
  [{ ...EVIDENCE, version: 2 }, 0, "is no evidence that this version reads"],
  [
    { ...EVIDENCE, neo4j: { namespace: "neo4j", release: "other" } },
    0,
    "is about the server neo4j/other, and not neo4j/graph",
  ],
  [{ ...EVIDENCE, provider: "native" }, 0, "is about native, which will not be a provider"],
  [
    { ...EVIDENCE, issuer: "https://example.okta.com/oauth2/other" },
    0,
    "is about tokens of https://example.okta.com/oauth2/other, and oidc-okta takes those of https://example.okta.com/oauth2/default",
  ],
  [EVIDENCE, -1, "is of 2026-11-27T12:00:00.000Z, which is still to come"],
  [EVIDENCE, 24.1, "is of 2026-11-27T12:00:00.000Z, more than 24 hours ago"],
])("%j after %d hours: it %s", (evidence, hours, message) => {
  expect(fault(evidence, hours)).toBe(message);
});
