import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IdentityProvider, newKey } from "../identity-provider.ts";
import { oktaAt, refusal, startWorld } from "../world.ts";

let provider: IdentityProvider;
beforeAll(async () => {
  provider = new IdentityProvider(await newKey("k1"));
  await provider.start();
});
afterAll(() => provider.stop());

const ABAC = { "dbms.security.abac.authorization_providers": "oidc-okta" };

async function start(settings: Record<string, string> = ABAC) {
  const world = await startWorld(
    { ...oktaAt(provider.discoveryUri), ...settings },
    { version: "2026.06.0" },
  );
  const admin = await world.admin();
  const run = (text: string) => world.run(admin, `CYPHER 25 ${text}`);
  /** Makes the rule `r`, which grants `architect`. */
  const rule = async (condition: string) => {
    await run(`CREATE AUTH RULE r SET CONDITION ${condition}`);
    await run("GRANT ROLE architect TO AUTH RULE r");
  };
  const login = async (claims = {}) =>
    world.security.login({ scheme: "bearer", credentials: await provider.sign(claims) });
  return { ...world, run, rule, login };
}

const SALES = "abac.oidc.user_attribute('department') = 'sales'";
const HAS = ["architect", "reader"];
const LACKS = ["reader"];

test.each<[condition: string, claims: Record<string, unknown>, fulfilled: boolean]>([
  [SALES, { department: "sales" }, true],
  [SALES, { department: "hr" }, false],
  [SALES, {}, false],
  [`NOT ${SALES}`, {}, false],
  [`NOT (${SALES})`, { department: "hr" }, true],
  ["abac.oidc.user_attribute('department') <> 'sales'", {}, false],
  [`${SALES} AND abac.oidc.user_attribute('level') >= 3`, { department: "sales", level: 3 }, true],
  [`${SALES} AND abac.oidc.user_attribute('level') > 3`, { department: "sales", level: 3 }, false],
  [`${SALES} OR abac.oidc.user_attribute('x') = true`, { x: true }, true],
  ["'a' IN abac.oidc.user_attribute('teams')", { teams: ["b", "a"] }, true],
  ["'a' IN abac.oidc.user_attribute('teams')", {}, false],
  [
    "any(country IN abac.oidc.user_attribute('countries') WHERE country IN ['c1', 'c5'])",
    { countries: ["c2", "c5"] },
    true,
  ],
  ["all(c IN abac.oidc.user_attribute('cs') WHERE c = 'x')", { cs: ["x", "y"] }, false],
  ["none(c IN abac.oidc.user_attribute('cs') WHERE c = 'x')", { cs: ["y"] }, true],
  ["toLower(abac.oidc.user_attribute('d')) = 'sales'", { d: "SALES" }, true],
  ["size(abac.oidc.user_attribute('d')) < 3", { d: "ab" }, true],
  ["abac.oidc.user_attribute('d') IS NOT NULL", { d: "" }, true],
  ["abac.oidc.user_attribute('d') IS NULL", { d: "x" }, false],
  ["abac.oidc.user_attribute('d')", { d: "no truth value" }, false],
  ["'a' IN abac.oidc.user_attribute('d')", { d: "no list" }, false],
])("%s with %j: %s", async (condition, claims, fulfilled) => {
  const { rule, login } = await start();
  await rule(condition);
  expect((await login(claims)).roles).toEqual(fulfilled ? HAS : LACKS);
});

test("the time is the transaction's, so that rights come and go in one session", async () => {
  const { rule, login, clock, whoAmI } = await start({
    ...ABAC,
    "dbms.security.auth_cache_ttl": "0",
  });
  const { now } = clock;
  const hour = new Date(now).getUTCHours();
  await rule(
    `${SALES} AND datetime.transaction().hour >= ${hour} AND time.transaction('UTC').hour < ${hour + 1}`,
  );
  const subject = await login({ department: "sales", exp: now / 1000 + 10_000 });
  expect(await whoAmI(subject)).toEqual(["etl-loader", ["architect", "PUBLIC", "reader"]]);
  clock.now = now + 3_600_000;
  expect(await whoAmI(subject)).toEqual(["etl-loader", ["PUBLIC", "reader"]]);
});

describe("a running session", () => {
  test("loses the roles of a rule that is switched off, before its token expires", async () => {
    const { rule, login, run, whoAmI } = await start();
    await rule(SALES);
    const subject = await login({ department: "sales" });
    await run("ALTER AUTH RULE r SET ENABLED false");
    expect(await whoAmI(subject)).toEqual(["etl-loader", ["PUBLIC", "reader"]]);
    await run("ALTER AUTH RULE r SET ENABLED true");
    expect(await whoAmI(subject)).toEqual(["etl-loader", ["architect", "PUBLIC", "reader"]]);
    await run("REVOKE ROLE architect FROM AUTH RULE r");
    expect(await whoAmI(subject)).toEqual(["etl-loader", ["PUBLIC", "reader"]]);
  });

  test("has new rules over claims that some rule read when it began, and over no others", async () => {
    const { rule, login, run, whoAmI } = await start();
    await run(`CREATE AUTH RULE before SET CONDITION ${SALES} SET ENABLED false`);
    const early = await login({ department: "sales", team: "a" });
    await rule(SALES);
    expect((await whoAmI(early))[1]).toContain("architect");
    await run("ALTER AUTH RULE r SET CONDITION abac.oidc.user_attribute('team') = 'a'");
    expect((await whoAmI(early))[1]).not.toContain("architect");
    expect((await login({ department: "sales", team: "a" })).roles).toEqual(HAS);
  });
});

test("without its provider in the setting, and for passwords, a rule grants nothing", async () => {
  const { rule, login, admin, whoAmI } = await start({});
  await rule("true");
  expect((await login()).roles).toEqual(LACKS);
  expect(await whoAmI(await admin())).toEqual(["neo4j", ["admin", "PUBLIC"]]);
});

test("rules are renamed and dropped, and forget roles that are dropped", async () => {
  const { rule, run } = await start();
  await rule("true");
  await run("RENAME ROLE architect TO builder");
  await run("RENAME AUTH RULE r TO s");
  expect(await run("SHOW AUTH RULES")).toMatchObject({ rows: [["s", "true", true, ["builder"]]] });
  await run("DROP ROLE builder");
  expect(await run("SHOW AUTH RULES")).toMatchObject({ rows: [["s", "true", true, []]] });
  await run("CREATE AUTH RULE s IF NOT EXISTS SET CONDITION false");
  await run("CREATE OR REPLACE AUTH RULE s SET CONDITION 1 = 1 SET ENABLED false");
  expect(await run("SHOW AUTH RULES")).toMatchObject({ rows: [["s", "1 = 1", false, []]] });
  await run("DROP AUTH RULE s");
  await run("DROP AUTH RULE s IF EXISTS");
  expect(await run("SHOW AUTH RULES")).toMatchObject({ rows: [] });
});

describe("refused:", () => {
  test.each([
    [
      "CREATE AUTH RULE r SET CONDITION true",
      "Failed to create the specified auth rule 'r': Auth rule already exists.",
    ],
    [
      "ALTER AUTH RULE x SET ENABLED true",
      "Failed to alter the specified auth rule 'x': Auth rule does not exist.",
    ],
    ["DROP AUTH RULE x", "Failed to drop the specified auth rule 'x': Auth rule does not exist."],
    [
      "GRANT ROLE nobody TO AUTH RULE r",
      "Failed to grant roles to an auth rule: Role 'nobody' does not exist.",
    ],
    [
      "GRANT ROLE reader TO AUTH RULE x",
      "Failed to grant roles to the auth rule 'x': Auth rule does not exist.",
    ],
    [
      "GRANT ROLE editor TO AUTH RULE r",
      "Failed to grant role 'editor' to an auth rule: The role has denied privileges.",
    ],
    [
      "DENY WRITE ON GRAPH * TO architect",
      "Failed to deny privileges to role 'architect': The role is assigned to an auth rule.",
    ],
  ])("%s", async (statement, message) => {
    const { rule, run } = await start();
    await rule("true");
    await run("DENY WRITE ON GRAPH * TO editor");
    const code = "Neo.ClientError.Statement.ArgumentError";
    expect(await refusal(run(statement))).toEqual({ code, message });
  });

  test.each([
    ["CREATE AUTH RULE s SET ENABLED true", "Clause `SET CONDITION` is mandatory."],
    [
      "CREATE AUTH RULE s SET CONDITION true SET CONDITION false",
      "Duplicate `SET CONDITION` clause.",
    ],
  ])("%s, in Neo4j's kind of words", async (statement, message) => {
    const { run } = await start();
    const code = "Neo.ClientError.Statement.SyntaxError";
    expect(await refusal(run(statement))).toEqual({ code, message });
  });
});
