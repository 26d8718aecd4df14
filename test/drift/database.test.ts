import { describe, expect, test } from "vitest";
import type { Change } from "../../access/difference/change.ts";
import { type Database, readDatabase } from "../../drift/database.ts";
import { driftOf } from "../../drift/drift.ts";
import {
  Administrator,
  type AuthRule,
  type DatabaseUser,
} from "../../neo4j-client/administrator.ts";
import { DECLARED, database, RELEASE, sameLive } from "./declared.ts";

const PROVIDER = "dbms.security.oidc.okta-backend";
const MAPPING = `${PROVIDER}.authorization.group_to_role_mapping`;
const ABAC = "dbms.security.abac.authorization_providers";

const drift = (live: Database) => driftOf(DECLARED, sameLive(), live);

const brief = ({ category, code, subject, sentence }: Change) =>
  `${category} ${code} ${subject}: ${sentence}`;

test("a database that runs as declared is no drift, and is looked at", () => {
  const { changes, notLookedAt } = drift(database());
  expect(changes).toEqual([]);
  expect(notLookedAt).toEqual([
    "rules that grant roles in the database: this Neo4j is older than 2026.03 and has none",
    "what each role of the database may do",
    "client secrets that were made at Okta: only an endpoint that shows them would tell",
  ]);
});

test("a database that nobody asked is not looked at", () => {
  const { changes, notLookedAt } = driftOf(DECLARED, sameLive(), { sentence: "Neo4j itself" });
  expect(changes).toEqual([]);
  expect(notLookedAt[0]).toBe("Neo4j itself");
});

test("a user who may not see the settings has not looked", async () => {
  const run = async (_auth: unknown, statement: string) =>
    statement.startsWith("SHOW SETTINGS") ? [{ name: "server.a", value: "1" }] : [];
  const auth = { scheme: "basic", principal: "auditor", credentials: "" };
  const currentUser = () => Promise.reject(new Error("unexpected"));
  const auditor = new Administrator({ run, currentUser }, auth);
  await expect(readDatabase(RELEASE, auditor)).rejects.toMatchObject({
    code: "neo4j-refused",
    message:
      "Neo4j does not show its security settings to this user. Fix: GRANT SHOW SETTING * ON DBMS to one of its roles, or log in as an administrator.",
  });
});

describe("settings", () => {
  test.each<[string, Record<string, string | undefined>, string[]]>([
    [
      "a mapping that gives another role",
      { [MAPPING]: '"neo4j_publisher"=publisher;"neo4j_reader"=admin' },
      [
        "gained role-gained graph-reporting: graph-reporting gains admin",
        "lost role-lost graph-reporting: graph-reporting loses reader",
      ],
    ],
    [
      "a mapping that is gone",
      { [MAPPING]: undefined },
      [
        "gained role-gained etl-loader: etl-loader gains neo4j_publisher",
        "gained role-gained graph-reporting: graph-reporting gains neo4j_reader",
        "lost role-lost etl-loader: etl-loader loses publisher",
        "lost role-lost graph-reporting: graph-reporting loses reader",
        "widened same-name-on neo4j/neo4j: Any group that a token of provider okta-backend says stands for the role of its own name, admin included",
      ],
    ],
    [
      "a provider that nobody declared",
      {
        "dbms.security.authentication_providers": "oidc-okta-backend,native,oidc-people",
        "dbms.security.oidc.people.audience": "people",
      },
      [
        "widened sign-in-added sign-in people: People can sign in to neo4j/neo4j through people (its settings name no issuer)",
        "unknown local-users sign-in people: Which roles people have who come by sign-in people is not known",
      ],
    ],
    [
      "authentication that is off",
      { "dbms.security.auth_enabled": "false" },
      [
        "unknown security-setting neo4j/neo4j: What these settings of neo4j/neo4j do to access is for a reviewer to judge",
      ],
    ],
    [
      "another audience",
      { [`${PROVIDER}.audience`]: "api://other" },
      [
        "lost role-lost etl-loader: etl-loader loses publisher",
        "lost role-lost graph-reporting: graph-reporting loses reader",
        "unknown security-setting neo4j/neo4j: What these settings of neo4j/neo4j do to access is for a reviewer to judge",
      ],
    ],
    [
      "names that are no longer judged strictly",
      { "server.config.strict_validation.enabled": "false" },
      [
        "unknown security-setting neo4j/neo4j: neo4j/neo4j judges the names of its settings otherwise than declared",
      ],
    ],
    [
      "another spelling of the same",
      { "dbms.security.authentication_providers": "oidc-okta-backend, native" },
      [],
    ],
    ["a secret that is not shown", { [`${PROVIDER}.audience`]: "#####" }, []],
    ["a setting of the chart's own", { "dbms.security.tls_reload_enabled": "true" }, []],
    ["a setting that is not about access", { "server.memory.heap.max_size": "4G" }, []],
  ])("%s", (_what, changes, expected) => {
    expect(drift(database(changes)).changes.map(brief)).toEqual(expected);
  });

  test("of local users leave nobody's roles known", () => {
    const { changes } = drift(database({ "dbms.security.require_local_user": "true" }));
    expect(changes.map(brief)).toContain(
      "unknown local-users etl-loader and graph-reporting: Which roles etl-loader and graph-reporting will have in neo4j/neo4j is not known",
    );
  });

  test("of a provider that Neo4j does not show are not compared", () => {
    const { config } = RELEASE.properties.values as { config: Record<string, string> };
    const hidden = Object.keys(config).filter((name) => name.startsWith(PROVIDER));
    const live = database(Object.fromEntries(hidden.map((name) => [name, undefined])));
    const { changes, notLookedAt } = drift(live);
    expect(changes).toEqual([]);
    expect(notLookedAt).toContain(
      "settings of the provider okta-backend, of which Neo4j shows none",
    );
  });
});

describe("auth rules", () => {
  const RULE: AuthRule = {
    name: "salesRule",
    condition: "abac.oidc.user_attribute('department') = 'sales'",
    enabled: true,
    roles: ["admin", "reader"],
  };

  test("that grant roles are told with their condition, and whom they concern", () => {
    const live = database({ [ABAC]: "oidc-okta-backend" }, { authRules: [RULE] });
    expect(drift(live).changes.filter(({ code }) => code === "auth-rule")).toMatchObject([
      {
        category: "widened",
        code: "auth-rule",
        subject: "salesRule",
        accounts: [],
        sentence: "The auth rule salesRule in the database of neo4j/neo4j grants admin, reader",
        causes: ["its condition is abac.oidc.user_attribute('department') = 'sales'"],
        effects: [
          "Whoever oidc-okta-backend lets in, and fulfils it, has them at the next transaction",
        ],
      },
    ]);
  });

  test.each<[Partial<AuthRule>, string | undefined, string]>([
    [{ enabled: false }, "oidc-okta-backend", "it is disabled"],
    [{ roles: [] }, "oidc-okta-backend", "it has no role"],
    [{}, undefined, `${ABAC} names no provider`],
  ])("that grant nothing as they are, are told too: %j with %s", (change, providers, why) => {
    const live = database({ [ABAC]: providers }, { authRules: [{ ...RULE, ...change }] });
    const rule = drift(live).changes.find(({ code }) => code === "auth-rule");
    expect(rule?.effects).toEqual([`It grants nothing as it is: ${why}`]);
  });

  test("have a condition of any length", () => {
    const long = { ...RULE, condition: `${"x".repeat(400)} = 1`, roles: ["reader"] };
    const [change] = drift(database({}, { authRules: [long] })).changes;
    expect(change).toMatchObject({
      role: "reader",
      causes: [`its condition is ${"x".repeat(300)}... (404 characters)`],
    });
  });

  test("that are none are no difference, and nothing that was not looked at", () => {
    const { changes, notLookedAt } = drift(database({}, { authRules: [] }));
    expect(changes).toEqual([]);
    expect(notLookedAt.filter((what) => what.includes("rules"))).toEqual([]);
  });
});

describe("users in the database", () => {
  const USER: DatabaseUser = {
    name: "helpdesk",
    roles: ["admin"],
    suspended: false,
    providers: ["native"],
  };
  const withUser = (change: Partial<DatabaseUser>, settings = {}) =>
    drift(database(settings, { users: [{ ...USER, ...change }] })).changes;

  test("with roles are told, and how they get in", () => {
    expect(withUser({})).toMatchObject([
      {
        category: "widened",
        code: "database-user",
        subject: "helpdesk",
        accounts: [],
        role: "admin",
        sentence: "The user helpdesk in the database of neo4j/neo4j has admin",
        causes: ["somebody has granted it in the database, and the stack does not declare it so"],
        effects: ["It logs in by a password"],
      },
    ]);
  });

  test("of an account's name give it more than its tokens say", () => {
    expect(withUser({ name: "etl-loader", roles: ["admin", "editor"] })).toMatchObject([
      {
        category: "gained",
        subject: "etl-loader",
        accounts: ["etl-loader"],
        clientId: "etl-loader",
        owner: "etl@example.com",
        effects: ["etl-loader has it on top of what its tokens say"],
      },
    ]);
  });

  test.each<[Partial<DatabaseUser>, Record<string, string>, string]>([
    [
      { providers: ["native", "oidc-okta-backend"] },
      {},
      "It logs in by a password or oidc-okta-backend",
    ],
    [
      { providers: ["oidc-gone"] },
      {},
      "Only a token of the same user name gets it: no other way in is on",
    ],
    [
      {},
      { "dbms.security.authorization_providers": "oidc-okta-backend" },
      "It counts for nothing as it is: native is none of the authorization providers",
    ],
  ])("%j with %j: %s", (change, settings, effect) => {
    const found = withUser(change, settings).find(({ code }) => code === "database-user");
    expect(found?.effects).toEqual([effect]);
  });

  test("are the stack's own, suspended, or without a role: no difference", () => {
    expect(withUser({ name: "neo4j" })).toEqual([]);
    expect(withUser({ suspended: true })).toEqual([]);
    expect(withUser({ roles: [] })).toEqual([]);
  });

  test("are those that the stack declares so: no difference, until one differs", () => {
    const declared = {
      roles: [],
      users: [
        { name: "helpdesk", auth: {}, password: "permanent", suspended: false, roles: ["admin"] },
      ],
      authRules: [{ name: "sales", condition: "true", enabled: true, roles: ["reader"] }],
      removed: { roles: [], users: [], authRules: [] },
    };
    const stack = {
      urn: "urn:pulumi:prod::p::pulumi:pulumi:Stack::p-prod",
      type: "pulumi:pulumi:Stack",
      id: "",
      external: false,
      properties: { access: { database: declared } },
    };
    const rule = { name: "sales", condition: "TRUE", enabled: true, roles: ["reader"] };
    const codes = (user: Partial<DatabaseUser>, changed: Partial<AuthRule> = {}) => {
      const live = database(
        {},
        { users: [{ ...USER, ...user }], authRules: [{ ...rule, ...changed }] },
      );
      const others = DECLARED.filter(({ type }) => type !== stack.type);
      return driftOf([...others, stack], sameLive(), live).changes.map(({ code }) => code);
    };
    expect(codes({})).toEqual([]);
    expect(codes({ roles: ["admin", "reader"] })).toEqual(["database-user"]);
    expect(codes({ providers: ["native", "oidc-okta-backend"] })).toEqual(["database-user"]);
    expect(codes({}, { condition: "false" })).toEqual(["auth-rule"]);
    expect(codes({}, { enabled: false })).toEqual(["auth-rule"]);
    expect(codes({}, { roles: ["admin"] })).toEqual(["auth-rule"]);
  });

  test("the break-glass user with a second way in is one", () => {
    const [change] = withUser({ name: "neo4j", providers: ["native", "oidc-okta-backend"] });
    expect(change).toMatchObject({ code: "database-user", subject: "neo4j" });
  });
});
