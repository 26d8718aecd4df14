import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfiguration } from "../../neo4j/config/index.ts";
import { createSecurity } from "../../neo4j/security/index.ts";
import { Neo4jServer } from "../../neo4j/server.ts";
import { answersOf } from "./neo4j/answers.ts";
import { PASSWORD } from "./neo4j/bolt.ts";
import { ANSWERS, SETTINGS } from "./neo4j/differences.ts";
import { RELEASE, refusalOf, TYPICAL_PROBES, withoutValue } from "./neo4j/settings.ts";

interface Recorded {
  answers: Record<string, unknown>;
  settings: Record<string, Record<string, string | null>>;
}

/** Of a real Neo4j Community; `e2e/neo4j-community.test.ts` records it. */
const recorded: Recorded = JSON.parse(
  readFileSync(new URL("./fixtures/neo4j/community-5.26.30.json", import.meta.url), "utf8"),
);

describe("clients are answered as by Neo4j:", () => {
  let server: Neo4jServer;
  let answers: Record<string, unknown>;
  beforeAll(async () => {
    const configuration = parseConfiguration(new Map(), RELEASE);
    const initialPassword = { password: PASSWORD, changeRequired: false };
    const security = createSecurity(configuration, { initialPassword, log: () => {} });
    await security.start();
    server = new Neo4jServer({ configuration, security });
    await server.start();
    answers = await answersOf({ bolt: server.boltPort, http: server.httpPort });
  });
  afterAll(() => server.stop());

  const different = new Set(ANSWERS.flatMap(([, names]) => names));

  test.each(Object.entries(recorded.answers))("%s", (name, answer) => {
    if (different.has(name)) expect(answers[name]).not.toEqual(answer);
    else expect(answers[name]).toEqual(answer);
  });

  test("and there is no other client, and no difference without one", () => {
    expect(Object.keys(answers)).toEqual(Object.keys(recorded.answers));
    expect([...different].filter((name) => !(name in recorded.answers))).toEqual([]);
  });
});

describe("settings are judged as by Neo4j:", () => {
  const different = new Set(SETTINGS.flatMap(([, cases]) => cases));

  test.each(TYPICAL_PROBES)("%s=%j", (name, value) => {
    const refusal = withoutValue(recorded.settings[name]?.[value]);
    if (!different.has(`*=${value}`)) expect(withoutValue(refusalOf(name, value))).toBe(refusal);
  });
});
