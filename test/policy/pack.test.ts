import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { renderPolicies } from "../../policy/docs.ts";
import { ALL_RULES } from "../../policy/rules/index.ts";
import { toPolicy } from "../../policy/to-policy.ts";
import { CASES } from "./cases.ts";
import { type Given, judge, recorded, ruleNamed } from "./judge.ts";
import { Recorded } from "./recorded.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

test("docs/policies.md is current", () => {
  // To bring it up to date: npm run docs
  expect(read("docs/policies.md")).toBe(renderPolicies());
});

test("production.json makes every rule for production mandatory", () => {
  const levels = JSON.parse(read("policy/production.json"));
  const raised = Object.keys(levels).filter((name) => levels[name] === "mandatory");
  const meant = ALL_RULES.filter(({ production }) => production).map(({ name }) => name);
  expect(raised.sort()).toEqual(meant.sort());
  expect(levels["token-lifetime"]).toEqual({ maxMinutes: 30 });
});

test("rules are known by a name of their own, and say what they want", () => {
  const names = ALL_RULES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const rule of ALL_RULES) {
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.description).toMatch(/^[A-Z].*\.$/);
    expect(rule.why).toMatch(/^[A-Z].*\.$/);
    expect(rule.fix).not.toMatch(/\.$/);
  }
});

test("a policy carries what Pulumi shows of it", () => {
  expect(toPolicy(ruleNamed("token-lifetime"))).toMatchObject({
    name: "token-lifetime",
    enforcementLevel: "mandatory",
    framework: { name: "OWASP Non-Human Identities Top 10", version: "2025", reference: "NHI7" },
    tags: ["NHI7", "AC-12", "RFC 9700"],
    configSchema: { properties: { maxMinutes: { type: "integer", default: 60 } } },
    url: "docs/policies.md#token-lifetime",
  });
});

describe("waivers", () => {
  const rule = ruleNamed("no-all-clients");
  const POLICY = "authorization-access-policy";
  const stack = () => {
    const changed = new Recorded(recorded());
    changed.set(POLICY, { clientWhitelists: ["ALL_CLIENTS"] });
    return changed.resources;
  };
  const waiver = (resource: string, until: string) => ({
    waivers: [{ resource, until, reason: "agreed with security" }],
  });

  test.each([
    ["by name", POLICY],
    ["by URN", stack().find(({ name }) => name === POLICY)?.urn ?? ""],
  ])("%s, until their last day", (_by, resource) => {
    expect(judge(rule, stack(), waiver(resource, "2026-11-22")).broken).toEqual([]);
    const { broken } = judge(rule, stack(), waiver(resource, "2026-11-21"));
    expect(broken[0]).toContain(
      "Fix: list the client ids of the service apps, or renew the waiver, which ran out on 2026-11-21.",
    );
  });

  test("of another resource do not count", () => {
    expect(judge(rule, stack(), waiver("other", "2027-01-01")).broken).toHaveLength(1);
  });

  test("of the stack count where a rule concerns all of it", () => {
    const whole = ruleNamed("deletion-needs-flag");
    const config = { servers: ["old"] };
    expect(judge(whole, recorded(), config).broken).toHaveLength(1);
    const waived = { ...config, ...waiver("the stack", "2026-11-22") };
    expect(judge(whole, recorded(), waived).broken).toEqual([]);
  });
});

describe("flags in the configuration", () => {
  const broken = (name: string, change: (stack: Recorded) => void, config: object) => {
    const stack = new Recorded(recorded());
    change(stack);
    return judge(ruleNamed(name), stack.resources, config).broken;
  };

  test("a client of another stack that is meant", () => {
    const change = (stack: Recorded) =>
      stack.set("authorization-access-policy", { clientWhitelists: ["etl-loader", "helpdesk"] });
    expect(broken("known-clients", change, { others: ["helpdesk"] })).toEqual([]);
  });

  test("break-glass may go once the token logins are proven", () => {
    const change = (stack: Recorded) =>
      stack.setting("dbms.security.authentication_providers", "oidc-okta-backend");
    expect(broken("break-glass-kept", change, { proven: true })).toEqual([]);
  });

  test("a deletion that is meant", () => {
    const config = { servers: ["old"], meant: true };
    expect(broken("deletion-needs-flag", () => {}, config)).toEqual([]);
  });

  test("as many accounts as may go", () => {
    expect(broken("deletion-needs-flag", () => {}, { accounts: ["a", "b", "c"] })).toEqual([]);
    expect(
      broken("deletion-needs-flag", () => {}, { accounts: ["a", "b", "c", "d"] }),
    ).toHaveLength(1);
  });

  test("outputs are judged only where secrets can be told from other texts", () => {
    const change = (stack: Recorded) => stack.set("neo4j-okta-dedicated", { password: "s3cr3t" });
    expect(broken("no-secret-in-outputs", change, {})).toEqual([]);
  });
});

test("no message holds a secret, in whatever property it stands", () => {
  const secret = "password=plain-secret-of-a-test";
  const planted = (given: readonly Given[]) =>
    given.map((one) => ({ ...one, props: plant(one.props) as Record<string, unknown> }));
  const plant = (value: unknown): unknown => {
    if (typeof value === "string") return `${value} ${secret}`;
    if (Array.isArray(value)) return value.map(plant);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plant(part)]));
  };
  const said = ALL_RULES.flatMap((rule) =>
    (CASES[rule.name] ?? []).flatMap(({ change, config = {} }) => {
      const stack = new Recorded(recorded());
      change(stack);
      return judge(rule, planted(stack.resources), config).broken;
    }),
  );
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter((text) => text.includes("plain-secret"))).toEqual([]);
});

test("what a resource is called cannot move the cursor or hide a word", () => {
  const stack = new Recorded(recorded());
  stack.add("okta:app/oAuth:OAuth", "evil\u001b[2Jname\u202e", {
    type: "service",
    grantTypes: ["client_credentials", "\u202epassword"],
  });
  const { broken } = judge(ruleNamed("client-credentials-only"), stack.resources);
  const [message = ""] = broken.map((text) => text.slice(text.indexOf(": ") + 2));
  expect(message).toContain("grantTypes of evil [2Jname ");
  expect(message).not.toContain("\u001b");
  expect(message).not.toContain("\u202e");
});
