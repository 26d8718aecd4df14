import { expect, test } from "vitest";
import { adminEvidenceFault } from "../../access/admin-evidence.ts";

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
    providers: ["oidc-okta-backend", "oidc-okta"],
    neo4j: EVIDENCE.neo4j,
    maxAge: 24,
    now: Date.parse(EVIDENCE.at) + after * 3_600_000,
  });

test.each([0, 24, -0.01])("evidence of %d hours ago is taken", (hours) => {
  expect(fault(EVIDENCE, hours)).toBeUndefined();
});

test.each<[evidence: unknown, hours: number, message: string]>([
  [undefined, 0, "is no evidence that this version reads"],
  [{ ...EVIDENCE, at: "yesterday" }, 0, "is no evidence that this version reads"],
  [{ ...EVIDENCE, version: 2 }, 0, "is no evidence that this version reads"],
  [
    { ...EVIDENCE, neo4j: { namespace: "neo4j", release: "other" } },
    0,
    "is about neo4j/other, and not neo4j/graph",
  ],
  [{ ...EVIDENCE, provider: "native" }, 0, "is about native, which will not be a provider"],
  [EVIDENCE, -1, "is of 2026-11-27T12:00:00.000Z, which is still to come"],
  [EVIDENCE, 24.1, "is of 2026-11-27T12:00:00.000Z, more than 24 hours ago"],
])("%j after %d hours: it %s", (evidence, hours, message) => {
  expect(fault(evidence, hours)).toBe(message);
});
