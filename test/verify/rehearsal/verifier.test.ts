import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { proveRehearsal } from "../../../verify/rehearsal/verifier.ts";
import { World } from "../../support/world.ts";

let world: World;
let restore: () => void;
let directory: string;

beforeAll(async () => {
  world = await World.start({ okta: { control: true }, people: true });
  restore = world.snapshot();
});

beforeEach(async () => {
  restore();
  directory = await mkdtemp(join(tmpdir(), "rehearsal-"));
  return () => rm(directory, { recursive: true });
});

afterAll(() => world.stop());

function service(port: number, uri: string) {
  const { namespace, release } = world.contract.neo4j;
  return { namespace, name: release, port, address: new URL(uri).host };
}

/** What the sandbox hands over, with changes; a change to undefined leaves the field out. */
async function handOver(changes: Record<string, unknown> = {}): Promise<string> {
  const { url, accessToken } = world.okta;
  const { boltUri, httpUri } = world.contract.neo4j;
  const outputs = join(directory, "outputs.json");
  await writeFile(outputs, JSON.stringify(world.outputs));
  const path = join(directory, "handover.json");
  const handover = {
    version: 1,
    outputs,
    okta: { url, accessToken },
    signingKey: { kid: "rehearsal", privateKey: "PEM" },
    services: [service(7687, boltUri), service(7474, httpUri)],
    directory,
    guide: join(directory, "guide.txt"),
    ...changes,
  };
  await writeFile(path, JSON.stringify(handover));
  return path;
}

async function run(path: string) {
  let out = "";
  let err = "";
  const status = await proveRehearsal(path, {
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      err += text;
    },
    environment: {},
  });
  return { status, out, err };
}

test("proves a rehearsed stack, with every probe that an emulated org allows", async () => {
  const { status, out, err } = await run(await handOver());
  expect(err).toBe("");
  expect(out).toContain("Proven: 3 accounts");
  expect(out).not.toContain("skipped");
  expect(status).toBe(0);
});

test("proves an account whose secret a rotation alone knows, and no output has", async () => {
  const [account] = world.contract.accounts as [(typeof world.contract.accounts)[number]];
  const secret = world.secrets[account.name] ?? "";
  const outputs = join(directory, "without.json");
  const { credentials, ...others } = world.outputs;
  const { [account.name]: _, ...rest } = credentials as Record<string, unknown>;
  const access = {
    ...world.contract,
    accounts: world.contract.accounts.map((one) =>
      one === account ? { ...one, rotation: true } : one,
    ),
  };
  await writeFile(outputs, JSON.stringify({ ...others, access, credentials: rest }));
  const { status, out } = await run(await handOver({ outputs }));
  expect(out).toContain("Proven: 3 accounts");
  expect(status).toBe(0);
  expect(await readFile(join(directory, "secrets", account.name), "utf8")).toBe(secret);
});

test("writes its report where the sandbox asks for it, without a secret", async () => {
  const result = join(directory, "result.json");
  expect((await run(await handOver({ result }))).status).toBe(0);
  const text = await readFile(result, "utf8");
  expect(JSON.parse(text)).toMatchObject({ version: 1, proof: "proven" });
  for (const secret of [...Object.values(world.secrets), world.password]) {
    expect(text).not.toContain(secret);
  }
});

test("leaves the org as it was", async () => {
  const { apps, authorizationServers } = world.okta.org;
  const before = [apps.size, authorizationServers.size];
  await run(await handOver());
  expect([apps.size, authorizationServers.size]).toEqual(before);
});

test("fails when an account does not get its roles", async () => {
  world.app("dashboard").profile = { neo4j_groups: ["neo4j_admin"] };
  const { status, out } = await run(await handOver());
  expect(out).toMatch(/^dashboard .* failed$/m);
  expect(status).toBe(1);
});

test("writes the contract and one file per secret, readable by this user alone, and the guide", async () => {
  world.contract.accounts.push({
    ...(world.contract.accounts[0] as (typeof world.contract.accounts)[number]),
    name: "keyed",
    credential: "private_key_jwt",
  });
  try {
    await run(await handOver());
  } finally {
    world.contract.accounts.pop();
  }
  const secrets = join(directory, "secrets");
  const names = ["break-glass.password", "dashboard", "etl-loader", "keyed", "keyed.kid"];
  expect((await readdir(secrets)).sort()).toEqual([...names, "neo4j-service-account"]);
  expect((await stat(secrets)).mode & 0o777).toBe(0o700);
  for (const name of names) expect((await stat(join(secrets, name))).mode & 0o777).toBe(0o600);
  const text = (name: string) => readFile(join(directory, name), "utf8");
  expect(await text("secrets/etl-loader")).toBe(world.secrets["etl-loader"]);
  expect(await text("secrets/break-glass.password")).toBe(world.password);
  expect([await text("secrets/keyed"), await text("secrets/keyed.kid")]).toEqual([
    "PEM",
    "rehearsal",
  ]);
  expect(JSON.parse(await text("access.json")).accounts).toHaveLength(4);
  expect(await text("guide.txt")).toContain(`issuer            ${world.contract.issuer}`);
});

test("does not prove a program without the contract, and says which output is missing", async () => {
  const outputs = join(directory, "empty.json");
  await writeFile(outputs, "{}");
  const { status, err } = await run(await handOver({ outputs }));
  expect(err).toMatch(/^the program has no output "access", .* \(verify-output-missing\)\n$/);
  expect(status).toBe(3);
});

test("does not prove what it cannot reach, and names the Service", async () => {
  const { httpUri } = world.contract.neo4j;
  const { status, err } = await run(await handOver({ services: [service(7474, httpUri)] }));
  expect(err).toBe(
    "Nothing is ready behind the Service neo4j/neo4j, port 7687. Ready: neo4j/neo4j:7474. (verify-handover)\n",
  );
  expect(status).toBe(3);
  const bolt = service(7687, "bolt://127.0.0.1:1");
  const others = [
    { ...bolt, name: "other" },
    { ...bolt, namespace: "other" },
  ];
  const strange = await run(await handOver({ services: others }));
  expect(strange.err).toContain("port 7687. Ready: neo4j/other:7687, other/neo4j:7687. (");
  const none = await run(await handOver({ services: [] }));
  expect(none.err).toContain("Ready: none.");
});

test.each([
  [{ version: 2 }, "version: "],
  [{ okta: undefined }, "okta: "],
  [{ services: [{ namespace: "neo4j" }] }, "services.0.name: "],
])("refuses a hand-over with %j", async (change, named) => {
  const path = await handOver(change);
  const { status, err } = await run(path);
  expect(err).toContain(`${path} is not a hand-over that this version reads: ${named}`);
  expect(err).toContain("(verify-handover)");
  expect(status).toBe(3);
});

test("signs people in, and lets all of them go", async () => {
  const before = world.okta.org.users.size;
  const { status, out } = await run(await handOver());
  expect(status).toBe(0);
  expect(out).toMatch(/^ok +person\.roles okta +\["publisher"\], \["reader"\]$/m);
  expect(world.okta.org.users.size).toBe(before);
});

test("is not proven where Okta lets a member of a mapped group not in, though no check says why", async () => {
  const [signIn] = world.contract.signIns ?? [];
  const app = world.app(signIn?.clientId ?? "");
  // A page of consent that nobody answers.
  app.body.settings.oauthClient.consent_method = "REQUIRED";
  const server = world.serverOf(signIn?.issuer ?? "");
  for (const scope of server.scopes) scope.consent = "REQUIRED";
  const { status, err } = await run(await handOver());
  expect(err).toContain(
    "A member of engineers could not be signed in by okta: a page with status 200.",
  );
  expect(status).toBe(3);
});
