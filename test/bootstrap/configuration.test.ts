import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { publicJwk } from "../support/settings.ts";
import { KEYS, PLAN, RIGHTS, recordBootstrap, recordPlan, refusal } from "./program.ts";

const KEY = publicJwk();
const EITHER = "either jwksUri, or jwks with one key or more, each with a kid of its own";

describe("the configuration is refused:", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "an org's admin address",
      { orgUrl: "https://example-admin.okta.com" },
      '[org-url] neo4j-okta-bootstrap:orgUrl is "https://example-admin.okta.com".\n  Allowed: https://HOST, without a path and without -admin.\n  Fix: write the address of the org, e.g. https://example.okta.com.',
    ],
    [
      "a key that nobody reads",
      { org: "x" },
      "[unknown-key] neo4j-okta-bootstrap:org is not known here.\n  Allowed: orgUrl, plan, keys.\n  Fix: correct the spelling, or remove it.",
    ],
    [
      "an identity that nobody knows",
      { keys: { ...KEYS, deploy: {} } },
      "[unknown-key] neo4j-okta-bootstrap:keys.deploy is not known here.\n  Allowed: deployer, reviewer, rotator.\n  Fix: correct the spelling, or remove it.",
    ],
    [
      "no keys of an identity",
      { keys: {} },
      "[keys-missing] neo4j-okta-bootstrap:keys.deployer is missing, and the plan has this identity.\n  Allowed: { jwksUri: https://... } or { jwks: [...] }.\n  Fix: make a key pair for this identity (npm run keygen), and give its public half here.",
    ],
    [
      "an address without TLS",
      { keys: { deployer: { jwksUri: "http://keys.example.com" } } },
      "[not-allowed] neo4j-okta-bootstrap:keys.deployer.jwksUri is not of that form.\n  Allowed: an https:// URL in ASCII without user, password or fragment.\n  Fix: serve the keys over https.",
    ],
    [
      "keys and an address",
      { keys: { deployer: { jwks: [KEY], ...KEYS.deployer } } },
      `[not-allowed] neo4j-okta-bootstrap:keys.deployer is not of that form.\n  Allowed: ${EITHER}.\n  Fix: give one of the two.`,
    ],
    [
      "no key",
      { keys: { deployer: { jwks: [] } } },
      `[not-allowed] neo4j-okta-bootstrap:keys.deployer is not of that form.\n  Allowed: ${EITHER}.\n  Fix: give one of the two.`,
    ],
    [
      "two keys of one id",
      { keys: { deployer: { jwks: [KEY, KEY] } } },
      `[not-allowed] neo4j-okta-bootstrap:keys.deployer is not of that form.\n  Allowed: ${EITHER}.\n  Fix: give one of the two.`,
    ],
    [
      "a short key",
      { keys: { deployer: { jwks: [{ ...KEY, n: KEY.n.slice(0, 170) }] } } },
      "[not-allowed] neo4j-okta-bootstrap:keys.deployer.jwks[0] is not of that form.\n  Allowed: the public half of an RSA key of 2048 bits or more.\n  Fix: export the public half again; make a longer key if it is short.",
    ],
    [
      "an EC key",
      { keys: { deployer: { jwks: [{ ...KEY, kty: "EC" }] } } },
      '[not-allowed] neo4j-okta-bootstrap:keys.deployer.jwks[0].kty is not of that form.\n  Allowed: "RSA".\n  Fix: correct the value.',
    ],
    [
      "text in the place of keys",
      { keys: "none" },
      "[not-allowed] neo4j-okta-bootstrap:keys is not of that form.\n  Allowed: a map.\n  Fix: correct the value.",
    ],
  ])("%s", async (_, config, text) => {
    const { message, code } = await refusal(recordPlan(PLAN, config));
    expect(message).toBe(text);
    expect(code).toBe("bootstrap-settings");
  });

  test("a key of another identity", async () => {
    // The same number, written with a zero in front.
    const padded = Buffer.concat([Buffer.alloc(3), Buffer.from(KEY.n, "base64url")]);
    const same = { ...KEY, n: padded.toString("base64url") };
    const keys = { deployer: { jwks: [KEY] }, rotator: { jwks: [same] } };
    const one = [{ ...RIGHTS.assignments[0], resources: ["apps/0oa1"] }];
    const rotator = { ...RIGHTS, assignments: one };
    const plan = { ...PLAN, identities: { deployer: RIGHTS, rotator } };
    expect((await refusal(recordPlan(plan, { keys }))).message).toBe(
      "[keys-shared] neo4j-okta-bootstrap:keys.rotator has a key of deployer: whoever holds it is both.\n  Allowed: keys of its own for each identity.\n  Fix: make another key pair for this identity.",
    );
  });

  test("a private key, which is not printed", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = { ...privateKey.export({ format: "jwk" }), kid: "k1" };
    const { message } = await refusal(recordPlan(PLAN, { keys: { deployer: { jwks: [key] } } }));
    expect(message).toContain(
      "[private-key] neo4j-okta-bootstrap:keys.deployer.jwks[0].d is a member of a private key.\n  Allowed: public keys only: kty, kid, n, e.\n  Fix: remove it, and treat the key as leaked: make a new one, and give its public half here.",
    );
    for (const member of ["d", "p", "q", "dp", "dq", "qi"] as const) {
      expect(message).not.toContain(String((key as Record<string, unknown>)[member]));
    }
  });

  test("nothing that is set, all at once", async () => {
    expect((await refusal(recordBootstrap({}))).message).toBe(
      ["orgUrl", "plan", "keys"]
        .map(
          (key) =>
            `[missing] neo4j-okta-bootstrap:${key} is missing.\n  Allowed: ${key === "keys" ? "a map" : "text"}.\n  Fix: add it.`,
        )
        .join("\n"),
    );
  });
});
