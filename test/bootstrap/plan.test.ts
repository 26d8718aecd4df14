import { describe, expect, test } from "vitest";
import { KEYS, PLAN, RIGHTS, recordBootstrap, recordPlan, refusal } from "./program.ts";

const PLAN_FIX =
  "  Allowed: a plan, relative to the folder of this project.\n  Fix: write it with npm run deployer -- --stack NAME --output FILE.";

describe("the plan is refused:", () => {
  test("no file", async () => {
    const config = { orgUrl: "https://example.okta.com", plan: "no.json", keys: KEYS };
    expect((await refusal(recordBootstrap(config))).message).toBe(
      `[plan-missing] neo4j-okta-bootstrap:plan names a file that cannot be read.\n${PLAN_FIX}`,
    );
  });

  test("no JSON", async () => {
    expect((await refusal(recordPlan("{"))).message).toBe(
      `[plan-not-json] neo4j-okta-bootstrap:plan names a file that is no JSON.\n${PLAN_FIX}`,
    );
  });

  test.each<[string, unknown, RegExp]>([
    [
      "another version",
      { ...PLAN, version: 2 },
      /^\[not-allowed\] \S+plan\.json: version is not of that form\.\n {2}Allowed: 1\.\n {2}Fix: correct the value\.$/,
    ],
    [
      "a member that nobody knows",
      { ...PLAN, extra: 1 },
      /^\[unknown-key\] \S+plan\.json: extra is not known here\.\n {2}Allowed: version, stack, identities\.\n/,
    ],
    [
      "a member with the codes of a terminal",
      { ...PLAN, "\u001b[2J\u009b\u202e": 1 },
      /^\[unknown-key\] \S+plan\.json: {2}\[2J {2}is not known here\.\n/,
    ],
    [
      "a list",
      [],
      /^\[not-allowed\] \S+plan\.json: {2}is not of that form\.\n {2}Allowed: a map\.\n/,
    ],
    [
      "a member of an assignment",
      {
        ...PLAN,
        identities: {
          deployer: { ...RIGHTS, assignments: [{ ...RIGHTS.assignments[0], why: "" }] },
        },
      },
      /^\[unknown-key\] \S+plan\.json: identities\.deployer\.assignments\[0\]\.why is not known here\.\n {2}Allowed: role, permissions, resources\.\n/,
    ],
    [
      "no scopes",
      { ...PLAN, identities: { deployer: { assignments: RIGHTS.assignments } } },
      /^\[missing\] \S+plan\.json: identities\.deployer\.scopes is missing\.\n {2}Allowed: a list\.\n {2}Fix: add it\.$/,
    ],
    [
      "another stack",
      { ...PLAN, stack: "dev" },
      /^\[plan-stack\] \S+plan\.json: stack is "dev", and this is stack "prod"\.\n {2}Allowed: "prod"\.\n {2}Fix: select the stack of that name, or name the right plan\.$/,
    ],
    [
      "no identity",
      { ...PLAN, identities: {} },
      /^\[plan-empty\] \S+plan\.json: identities is empty\.\n {2}Allowed: deployer, reviewer, rotator\.\n {2}Fix: write the plan again with npm run deployer\.$/,
    ],
    [
      "a reviewer who writes",
      { ...PLAN, identities: { reviewer: RIGHTS } },
      /^\[reviewer-writes\] \S+plan\.json: identities\.reviewer\.scopes\[0\] is "okta\.apps\.manage", and a reviewer only reads\.\n {2}Allowed: okta\.apps\.read\.\n {2}Fix: write the plan again with npm run deployer\.\n\[beyond-identity\] /,
    ],
    [
      "a rotator of all apps",
      { ...PLAN, identities: { rotator: RIGHTS } },
      /^\[rotator-beyond-apps\] \S+plan\.json: identities\.rotator\.assignments\[0\]\.resources\[0\] is "apps", and a rotator changes keys and secrets of the stack's apps alone\.\n {2}Allowed: single apps: apps\/ID\.\n {2}Fix: write the plan again with npm run deployer\.$/,
    ],
    [
      "a deployer who manages people",
      {
        ...PLAN,
        identities: {
          deployer: {
            scopes: ["okta.users.manage"],
            assignments: [
              { role: "manage", permissions: ["okta.users.manage"], resources: ["users"] },
            ],
          },
        },
      },
      /^\[beyond-identity\] \S+plan\.json: identities\.deployer\.assignments\[0\]\.permissions\[0\] is "okta\.users\.manage", which no deployer needs\.\n {2}Allowed: okta\.apps\.assignment\.manage, .*\.\n {2}Fix: write the plan again with npm run deployer\.$/,
    ],
    [
      "an unknown scope",
      {
        ...PLAN,
        identities: { deployer: { ...RIGHTS, scopes: ["okta.apps.manage", "okta.app.read"] } },
      },
      /^\[not-allowed\] \S+plan\.json: identities\.deployer\.scopes\[1\] is not of that form\.\n {2}Allowed: "okta\.appGrants\.manage", .*\n {2}Fix: write okta\.apps\.read; else choose one of these\.$/,
    ],
  ])("%s", async (_, plan, text) => {
    expect((await refusal(recordPlan(plan))).message).toMatch(text);
  });

  test("all that is wrong, in the configuration and in each identity, at once", async () => {
    const wide = { ...RIGHTS, scopes: ["okta.logs.read"] };
    const plan = { ...PLAN, identities: { deployer: wide, reviewer: wide } };
    const { message } = await refusal(recordPlan(plan, { orgUrl: "example.okta.com" }));
    expect(message.match(/^\[[a-z-]+\]/gm)).toEqual([
      "[org-url]",
      "[scope-standard-role]",
      "[permission-without-scope]",
      "[scope-standard-role]",
      "[permission-without-scope]",
      "[beyond-identity]",
    ]);
  });
});
