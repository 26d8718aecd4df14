import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { declared, judge } from "./judge.ts";

const PRODUCTION: Record<string, object | string> = JSON.parse(
  readFileSync(new URL("../../policy/production.json", import.meta.url), "utf8"),
);

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

/** What the pack says of a stack, by rule. */
function verdicts(stack: string, config: Record<string, object | string>) {
  const given = declared(stack);
  return ALL_RULES.flatMap((rule) => {
    const own = config[rule.name];
    const { broken, unjudged } = judge(rule, given, typeof own === "object" ? own : {});
    const level = typeof own === "string" ? own : rule.level;
    if (level === "disabled") return [];
    return [...broken, ...unjudged].map((text) => `${level} ${rule.name}: ${text}`);
  });
}

describe("the shipped stacks", () => {
  test("prod breaks nothing, with the configuration for production", () => {
    expect(verdicts("prod", PRODUCTION)).toEqual([]);
  });

  test("dev gets advisories alone", () => {
    const found = verdicts("dev", {});
    expect(found.filter((text) => !text.startsWith("advisory "))).toEqual([]);
    expect(found).toMatchInlineSnapshot(`
      [
        "advisory private-key-jwt: neo4j-service-account-app: tokenEndpointAuthMethod of neo4j-service-account-app is "client_secret_basic", so that others than the service have to keep and to send the secret. Fix: set private_key_jwt, with the service's public key in jwks or jwksUri.",
        "advisory owner-and-purpose: neo4j-service-account-app: adminNote of neo4j-service-account-app names no purpose. Fix: write "Owner: a person or team. Purpose: what it is for.", as the settings owner and purpose do here.",
        "advisory admin-role-waived: neo4j-release: values.config.dbms.security.oidc.okta-backend.authorization.group_to_role_mapping of neo4j-release is "\\"neo4j_admin\\"=admin;\\"neo4j_reader\\"=reader", which grants the role admin. Fix: map groups to less than admin, or agree on a dated waiver.",
        "advisory mapped-groups-used: neo4j-release: values.config.dbms.security.oidc.okta-backend.authorization.group_to_role_mapping of neo4j-release is ["neo4j_reader"], groups that no app of this stack has. Fix: remove them, or agree on a waiver where another stack's apps have them.",
      ]
    `);
  });

  test("a stack that uses every setting breaks nothing, once its logins are proven", () => {
    const mandatory = (config: Record<string, object>) =>
      verdicts("full", config).flatMap((text) => /^mandatory ([^:]+)/.exec(text)?.[1] ?? []);
    // It has the password login off.
    expect(new Set(mandatory({}))).toEqual(new Set(["break-glass-kept"]));
    expect(mandatory({ "break-glass-kept": { proven: true } })).toEqual([]);
  });
});
