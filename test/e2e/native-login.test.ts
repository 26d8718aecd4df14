import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { addPeople } from "@neo4j-okta/sandbox/harness";
import { signIn } from "@neo4j-okta/sandbox/okta";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccessContract } from "../../access/contract.ts";
import { main as breakGlass } from "../../database/break-glass/main.ts";
import { main as verify } from "../../verify/main.ts";
import { captured } from "../support/captured.ts";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";

/** The steps of docs/break-glass.md: passwords and tokens, tokens only, and back. Each starts from the one before. */
let rehearsal: Rehearsal;
let folder: string;
let evidence: string;
let contract: string;

const PASSWORD = "Only-for-the-sandbox-1";

function settings(nativeLogin: boolean) {
  return {
    authorizationServer: { name: "neo4j", audience: "api://neo4j" },
    groups: { keepers: ["admin"], readers: ["reader"] },
    accounts: [
      { name: "reporting", groups: ["readers"], credential: "client_secret" },
      { name: "gardener", groups: ["keepers"], credential: "client_secret" },
    ],
    signIns: [
      {
        id: "okta",
        provider: "okta",
        browsers: ["http://localhost:7474/browser/"],
        authorizationServer: { name: "people", audience: "api://people" },
        groups: { owners: ["admin"] },
        createGroups: true,
      },
    ],
    neo4j: { license: "eval", nativeLogin, adminEvidence: { file: evidence } },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "native-login-"));
  evidence = join(folder, "evidence.json");
  contract = join(folder, "outputs.json");
  rehearsal = await startRehearsal();
  await rehearsal.apply(settings(true));
});

afterAll(async () => {
  await rehearsal?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("nothing goes without passwords before an administrator got in with a token: no preview, no up", async () => {
  await refused(() => rehearsal.apply(settings(false)));
  await refused(() => rehearsal.engine.preview());
});

test("a person and an account are administrators by their tokens; the evidence of either lets it go", async () => {
  await addPeople(rehearsal.world.okta.org, [
    { login: "ada@example.com", password: PASSWORD, groups: ["owners"] },
  ]);
  const { status, out } = await run(["prove", "--token-file", "-"], await tokenOfAda());
  expect(out).toMatch(/^ada@example\.com is an administrator by oidc-okta: /);
  expect(status).toBe(0);
  expect(await verified(["--admin-evidence", evidence])).toBe(0);
  expect((await rehearsal.apply(settings(false))).pending).toEqual([]);
});

test("without passwords: Neo4j refuses the sealed one, and verify proves the tokens", async () => {
  const drilled = await drill();
  expect(drilled.status).toBe(1);
  expect(drilled.out).toContain("FAIL login: Neo.ClientError.Security.Unauthorized");
  expect(await verified([])).toBe(0);
});

test("back with passwords, which asks for no evidence: the sealed one works", async () => {
  await rm(evidence);
  expect((await rehearsal.apply(settings(true))).pending).toEqual([]);
  expect((await drill()).status).toBe(0);
});

async function refused(step: () => Promise<unknown>): Promise<void> {
  const from = rehearsal.printed.length;
  await expect(step()).rejects.toMatchObject({ code: "engine-failed" });
  const said = rehearsal.printed.slice(from).join("\n");
  expect(said).toContain("[native-login-lockout] neo4j-okta:neo4j.nativeLogin would take");
  expect(said).toContain(`${evidence} is not there.`);
  expect(said).toContain(`npm run verify -- --stack test --admin-evidence ${evidence}`);
}

async function tokenOfAda(): Promise<string> {
  const { signIns = [] } = await writeOutputs();
  const { issuer = "", clientId = "", redirectUris = [], scopes = [] } = signIns[0] ?? {};
  const request = { issuer, clientId, redirectUri: redirectUris[0] ?? "", scope: scopes.join(" ") };
  const tokens = await signIn({ ...request, login: "ada@example.com", password: PASSWORD });
  return tokens.access_token ?? "";
}

async function writeOutputs(): Promise<AccessContract> {
  const outputs = await rehearsal.engine.outputs();
  await writeFile(contract, JSON.stringify(outputs));
  return outputs.access as AccessContract;
}

async function address(port: number): Promise<string> {
  const { host, port: here } = await rehearsal.world.reach.endpoint("neo4j", "neo4j", port);
  return `${host}:${here}`;
}

async function verified(more: string[]): Promise<number> {
  await writeOutputs();
  const uris = [
    ...["--bolt-uri", `bolt://${await address(7687)}`],
    ...["--http-uri", `http://${await address(7474)}`],
  ];
  const { status } = await captured((streams) =>
    verify(["--contract", contract, ...uris, ...more], { ...streams, environment: {} }),
  );
  return status;
}

async function run(argv: string[], input = "") {
  const { breakGlass: login } = await rehearsal.engine.outputs();
  const { password } = login as { password: string };
  const where = ["--contract", contract, "--neo4j", `bolt://${await address(7687)}`];
  return captured((streams) =>
    breakGlass([...argv, ...where], {
      ...streams,
      input: Readable.from([input]),
      environment: { NEO4J_OKTA_BREAK_GLASS_PASSWORD: password },
      now: () => new Date(),
    }),
  );
}

const drill = () => run(["drill"]);
