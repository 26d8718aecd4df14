import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { judge, recorded, ruleNamed, UNKNOWN } from "./judge.ts";
import { APP, OIDC, POLICY, RELEASE, Recorded, RULE } from "./recorded.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

/** How the engine writes a number that is not known before the deployment. */
const UNKNOWN_NUMBER = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";

/** What each rule needs to know, and how it says that this is not known. */
const NEEDS: readonly [rule: string, change: (stack: Recorded) => void, says: string][] = [
  [
    "client-credentials-only",
    (s) => s.set(APP, { grantTypes: UNKNOWN }),
    "grantTypes of etl-loader-app",
  ],
  [
    "dpop-not-required",
    (s) => s.set(APP, { dpopBoundAccessTokens: UNKNOWN }),
    "dpopBoundAccessTokens of",
  ],
  [
    "private-key-jwt",
    (s) => s.set(APP, { tokenEndpointAuthMethod: UNKNOWN }),
    "tokenEndpointAuthMethod of",
  ],
  ["public-keys", (s) => s.set(APP, { jwks: UNKNOWN }), "jwks of etl-loader-app"],
  ["owner-and-purpose", (s) => s.set(APP, { adminNote: UNKNOWN }), "adminNote of etl-loader-app"],
  ["expired-accounts-inactive", (s) => s.set(APP, { adminNote: UNKNOWN }), "adminNote of"],
  ["no-all-clients", (s) => s.set(POLICY, { clientWhitelists: [UNKNOWN] }), "clientWhitelists of"],
  [
    "known-clients",
    (s) => {
      s.set(POLICY, { clientWhitelists: [UNKNOWN] });
      s.of(POLICY).from = {};
    },
    "clientWhitelists of authorization-access-policy of the stack",
  ],
  [
    "grant-and-scopes-named",
    (s) => s.set(RULE, { scopeWhitelists: UNKNOWN }),
    "scopeWhitelists of",
  ],
  [
    "token-lifetime",
    (s) => s.set(RULE, { accessTokenLifetimeMinutes: UNKNOWN_NUMBER }),
    "accessTokenLifetimeMinutes of authorization-access-rule",
  ],
  ["claim-bound-to-scope", (s) => s.set("authorization-claim", { scopes: UNKNOWN }), "scopes of"],
  ["claim-reads-app", (s) => s.set("authorization-claim", { value: UNKNOWN }), "value of"],
  [
    "scope-not-published",
    (s) => s.set("authorization-scope", { metadataPublish: UNKNOWN }),
    "metadataPublish of authorization-scope",
  ],
  [
    "admin-role-waived",
    (s) => s.setting(`${OIDC}.authorization.group_to_role_mapping`, UNKNOWN),
    "group_to_role_mapping of neo4j-release",
  ],
  [
    "break-glass-kept",
    (s) => s.setting("dbms.security.authentication_providers", UNKNOWN),
    "authentication_providers of neo4j-release",
  ],
  [
    "strict-validation",
    (s) => s.setting("server.config.strict_validation.enabled", UNKNOWN),
    "strict_validation.enabled of neo4j-release",
  ],
  [
    "jwt-claims-not-logged",
    (s) => s.setting("dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled", UNKNOWN),
    "jwt_claims_at_debug_level_enabled of neo4j-release",
  ],
  ["chart-version-pinned", (s) => s.set(RELEASE, { version: UNKNOWN }), "version of neo4j-release"],
  [
    "tls-where-public",
    (s) => {
      Object.assign(s.values(), {
        services: { neo4j: { enabled: true } },
        ssl: { bolt: { privateKey: { secretName: "tls" } } },
      });
      s.setting("server.http.enabled", UNKNOWN);
    },
    "server.http.enabled of neo4j-release",
  ],
  [
    "public-services",
    (s) => s.add("kubernetes:core/v1:Service", "public", { spec: UNKNOWN }),
    "spec of public of the stack",
  ],
  ["https-uris", (s) => s.setting(`${OIDC}.issuer`, UNKNOWN), "issuer of neo4j-release"],
  [
    "no-secret-in-config-map",
    (s) => s.add("kubernetes:core/v1:ConfigMap", "map", { data: UNKNOWN }),
    "data of map",
  ],
  [
    "no-secret-in-helm-values",
    (s) => s.set(RELEASE, { values: UNKNOWN }),
    "values of neo4j-release",
  ],
  [
    "trust-agrees",
    (s) => {
      s.setting(`${OIDC}.issuer`, UNKNOWN);
      s.of(RELEASE).from = {};
    },
    "issuer of the stack",
  ],
  ["scope-agrees", (s) => s.set(RULE, { scopeWhitelists: [UNKNOWN] }), "scopeWhitelists of"],
  ["groups-agree", (s) => s.set(APP, { profile: UNKNOWN }), "groups of etl-loader of the stack"],
  ["mapped-groups-used", (s) => s.set(APP, { profile: UNKNOWN }), "groups of etl-loader of the"],
];

/** Rules that need nothing which a preview may not know: what is new is none of what was there. */
const NEEDLESS = [
  "deletion-needs-flag",
  "no-secret-in-outputs",
  "protected-in-production",
  "secrets-stay-in-secrets",
];

test("every rule is here", () => {
  const named = [...NEEDS.map(([rule]) => rule), ...NEEDLESS];
  expect(named.sort()).toEqual(ALL_RULES.map(({ name }) => name).sort());
});

describe("what is not known before a deployment is neither right nor wrong", () => {
  test.each(NEEDS)("%s", (name, change, says) => {
    const rule = ruleNamed(name);
    const stack = new Recorded(recorded());
    for (const resource of stack.resources) resource.protect = true;
    const before = judge(rule, stack.resources);
    expect(before.unjudged).toEqual([]);
    change(stack);
    const { broken, unjudged } = judge(rule, stack.resources);
    expect(broken.filter((text) => !before.broken.includes(text))).toEqual([]);
    expect(unjudged).toHaveLength(1);
    expect(unjudged[0]).toContain(says);
    expect(unjudged[0]).toContain(": not known yet, or hidden, so that the rule cannot be judged");
  });
});

test("a value that leads to the stack's own resources is judged, known or not", () => {
  const stack = new Recorded(recorded());
  stack.setting(`${OIDC}.issuer`, UNKNOWN);
  stack.set(POLICY, { clientWhitelists: UNKNOWN });
  for (const name of ["trust-agrees", "known-clients"]) {
    expect(judge(ruleNamed(name), stack.resources)).toEqual({ broken: [], unjudged: [] });
  }
});

test("values of other charts are nobody's business, known or not", () => {
  const stack = new Recorded(recorded());
  const chart = { chart: "redis", values: UNKNOWN };
  stack.add("kubernetes:helm.sh/v3:Release", "cache", chart);
  expect(judge(ruleNamed("strict-validation"), stack.resources)).toEqual({
    broken: [],
    unjudged: [],
  });
});

test("a secret that is hidden is like what is not known yet", () => {
  const stack = new Recorded(recorded());
  stack.set("authorization-claim", { value: "[secret]" });
  expect(judge(ruleNamed("claim-reads-app"), stack.resources).unjudged).toHaveLength(1);
});
