import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HOSTILE } from "../review/hostile.ts";
import { type ExportedState, stateBefore } from "../support/recorded-state.ts";
import { inventory } from "./json.ts";
import { access } from "./run.ts";

/** Services and people, as the real engine deployed them. */
const PEOPLE = stateBefore("people");
const FOLDER = mkdtempSync(join(tmpdir(), "access-people-"));
const FILE = join(FOLDER, "access.yaml");
const DOCS = join(import.meta.dirname, "../../docs/access.md");

afterAll(() => rmSync(FOLDER, { recursive: true }));

/** The state with other settings of Neo4j; undefined removes one. */
function withSettings(changes: Record<string, unknown>): ExportedState {
  const state = structuredClone(PEOPLE);
  for (const { type, inputs } of state.deployment.resources) {
    if (type !== "kubernetes:helm.sh/v3:Release") continue;
    const values = inputs?.values as { config?: Record<string, unknown> } | undefined;
    Object.assign(values?.config ?? {}, changes);
  }
  return state;
}

const MAPPING = "dbms.security.oidc.okta.authorization.group_to_role_mapping";
const LOCAL = { "dbms.security.require_local_user": "true" };

test("the list has each way to sign in, and its groups", async () => {
  const { signIns } = await inventory(PEOPLE);
  expect(signIns).toEqual([
    {
      name: "okta",
      neo4j: "neo4j/neo4j",
      provider: "okta",
      issuer: "https://example.okta.com/oauth2/aus00000000000000002",
      app: "Neo4j: Okta (okta)",
      status: "ACTIVE",
      clientId: "0oa00000000000000003",
      groups: [
        { group: "collaborators", roles: ["reader"], rolesKnown: true, signsIn: "yes" },
        { group: "engineers", roles: ["publisher"], rolesKnown: true, signsIn: "yes" },
      ],
      tokenLifetimeMinutes: 60,
      redirectUris: [
        "http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri",
        "https://bloom.example.com/bloom/?idp_id=okta&auth_flow_step=redirect_uri",
      ],
      unknown: [],
    },
    {
      name: "azure",
      neo4j: "neo4j/neo4j",
      provider: "azure",
      issuer: "https://sts.windows.net/54e85725-ed2a-49a4-a19e-11c8d29f9a0f/",
      clientId: "4376dc8b-b5af-424f-9ada-c1c1b2d416b9",
      groups: [
        {
          group: "e8b6ddfa-688d-4ace-987d-6cc5516af188",
          roles: ["publisher"],
          rolesKnown: true,
          signsIn: "elsewhere",
        },
      ],
      redirectUris: [],
      unknown: [],
    },
  ]);
});

describe.each([
  ["table", []],
  ["markdown", ["--markdown"]],
  ["html", ["--html"]],
])("as %s", (format, argv) => {
  test("people stand beside services", async () => {
    const { status, out } = await access(PEOPLE, ...argv);
    expect(status).toBe(0);
    const withoutStyle = out.replace(/(<style>)[^<]*/, "$1");
    await expect(withoutStyle).toMatchFileSnapshot(`../golden/review/access/people-${format}.txt`);
  });

  test("hostile names of groups move no cursor and turn no text", async () => {
    const groups = HOSTILE.map((name) => `"${name.replace(/[;"\n]/g, "")}"=reader`).join(";");
    const { out, status } = await access(withSettings({ [MAPPING]: groups }), ...argv);
    expect(status).toBe(0);
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test("the list in docs/access.md is the one that is printed", async () => {
  const { out } = await access(PEOPLE);
  const [, people = ""] = out.split("\n\n");
  expect(people).toMatch(/^SIGN-IN /);
  expect(readFileSync(DOCS, "utf8")).toContain(`\n\`\`\`\n${people}\n\`\`\`\n`);
});

describe("--who", () => {
  async function who(state: ExportedState, role: string): Promise<string> {
    const { status, out } = await access(state, "--who", role);
    expect(status).toBe(0);
    return out.replaceAll(/\n {4}/g, " ");
  }

  test("names the groups whose members can have a role, and why", async () => {
    const out = await who(PEOPLE, "publisher");
    expect(out).toContain(
      '\n  - members of engineers (sign-in okta) can have it: app "Neo4j: Okta (okta)" and its rules let them in; provider okta of neo4j/neo4j maps it to publisher; a token lasts 60 minutes at most\n',
    );
    expect(out).toContain(
      "\n  - members of e8b6ddfa-688d-4ace-987d-6cc5516af188 (sign-in azure) can have it: https://sts.windows.net/54e85725-ed2a-49a4-a19e-11c8d29f9a0f/ says who is in it, and lets them in; provider azure of neo4j/neo4j maps it to publisher\n",
    );
  });

  test("says that whoever gets in has PUBLIC", async () => {
    expect(await who(PEOPLE, "PUBLIC")).toContain(
      "\n  - whoever gets in by sign-in azure has it, as every login of neo4j/neo4j\n",
    );
  });

  test("counts any group for any role where there is no mapping", async () => {
    expect(await who(withSettings({ [MAPPING]: "" }), "engineers")).toContain(
      "\n  - members of engineers (sign-in okta) can have it: ",
    );
  });

  test("counts any group of another identity provider where there is no mapping", async () => {
    const mapping = "dbms.security.oidc.azure.authorization.group_to_role_mapping";
    expect(await who(withSettings({ [mapping]: "" }), "admin")).toContain(
      "\n  - members of any group (sign-in azure) can have it: https://sts.windows.net/54e85725-ed2a-49a4-a19e-11c8d29f9a0f/ says who is in it, and lets them in; provider azure of neo4j/neo4j takes it as the role\n",
    );
  });

  test("says what only the database knows", async () => {
    expect(await who(withSettings(LOCAL), "publisher")).toContain(
      "\n  - roles of people who come by sign-in okta in neo4j/neo4j: only users in the database are let in (dbms.security.require_local_user)",
    );
  });
});

test("the hand-over of a service says that its roles are not known where only the database knows", async () => {
  const { status, out } = await access(withSettings(LOCAL), "--account", "etl-loader");
  expect(status).toBe(0);
  expect(out).toContain("\nRoles       not known, and PUBLIC\n");
});

describe("--expect", () => {
  const SERVICES = "etl-loader: [publisher]\ngraph-reporting: [reader]\n";
  const OKTA = "  okta: { engineers: [publisher], collaborators: [reader] }\n";
  const AZURE = "  azure: { e8b6ddfa-688d-4ace-987d-6cc5516af188: [publisher] }\n";
  const AS_IT_IS = `${SERVICES}people:\n${OKTA}${AZURE}`;

  async function compared(expectation: string, state = PEOPLE) {
    writeFileSync(FILE, expectation);
    const { status, out, err } = await access(state, "--expect", FILE);
    const text = out.replaceAll(/\n {4}/g, " ");
    return {
      status,
      err,
      out,
      different: text.split("\n").filter((line) => line.startsWith("  - ")),
    };
  }

  test("people as they are declared", async () => {
    const { status, out } = await compared(AS_IT_IS);
    expect(status).toBe(0);
    expect(out).toMatch(/says\. Accounts: 3\. Groups\s+of people: 3\.\n$/);
  });

  test("the example of docs/access.md", async () => {
    const [example = ""] = readFileSync(DOCS, "utf8").match(/^people:\n(?: {2}.*\n)+/m) ?? [];
    expect(example).toContain("azure");
    expect((await compared(`${SERVICES}${example}`)).status).toBe(0);
  });

  test.each([
    [SERVICES, "sign-in okta is not in the file, and people can get in by it"],
    [
      `${SERVICES}people:\n  okta: { engineers: [publisher] }\n${AZURE}`,
      "members of collaborators (sign-in okta) are not in the file; their roles: reader",
    ],
    [
      AS_IT_IS.replace("[reader] }", "[reader, editor] }"),
      "members of collaborators (sign-in okta) should have editor, and have not",
    ],
    [
      AS_IT_IS.replace("collaborators: [reader]", "collaborators: []"),
      'members of collaborators (sign-in okta) have reader, and should not: app "Neo4j: Okta (okta)" and its rules let them in; provider okta of neo4j/neo4j maps it to reader; a token lasts 60 minutes at most',
    ],
    [
      `${AS_IT_IS}nobody: [reader]\n`,
      'nobody should have reader, and members of collaborators (sign-in okta) have: app "Neo4j: Okta (okta)" and its rules let them in; provider okta of neo4j/neo4j maps it to reader; a token lasts 60 minutes at most',
    ],
  ])("a difference is a sentence: %#", async (expectation, sentence) => {
    const { status, different } = await compared(expectation);
    expect(different).toContain(`  - ${sentence}`);
    expect(status).toBe(1);
  });

  test("nothing is proven where only the database knows", async () => {
    expect((await compared(AS_IT_IS, withSettings(LOCAL))).status).not.toBe(0);
    const google = withSettings({ "dbms.security.oidc.azure.claims.groups": undefined });
    const expectation = AS_IT_IS.replace(AZURE, "  azure: {}\n");
    expect((await compared(expectation, google)).status).toBe(3);
  });

  test.each([
    [AS_IT_IS.replace("azure", "azur"), "the stack has no sign-in azur; did you mean azure?"],
    [
      AS_IT_IS.replace("[reader] }", "[raeder] }"),
      "okta: collaborators: no group maps to raeder; did you mean reader?",
    ],
    [
      "etl-loader: { okta: { engineers: [publisher] } }",
      "etl-loader: roles by sign-in and group stand under people only",
    ],
  ])("a name that asserts nothing is refused: %#", async (expectation, problem) => {
    const { status, err } = await compared(expectation);
    expect(err).toContain(problem);
    expect(err).toContain("access-expectation");
    expect(status).toBe(2);
  });
});
