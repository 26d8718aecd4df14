import { chmod, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "../../verify/imports/main.ts";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";

/** Every write at Okta takes effect, and its answer gets lost once: what docs/operations.md says of it. */
let rehearsal: Rehearsal;
let folder: string;

/** A language host for tests, which runs the program by the SDK's own means. */
const LANGUAGE_HOST = resolve(import.meta.dirname, "../../sandbox/test/support/language-host.ts");

const SERVERS = "/api/v1/authorizationServers";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lost-answers-"));
  await installLanguageHost(folder);
  vi.stubEnv("PATH", [folder, process.env.PATH].join(delimiter));
  rehearsal = await startRehearsal();
});

afterEach(() => rehearsal.world.okta.faults.clear());

afterAll(async () => {
  await rehearsal?.stop();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** `pulumi import` asks for one, also where the program can run without. */
async function installLanguageHost(directory: string): Promise<void> {
  const host = join(directory, "pulumi-language-nodejs");
  await writeFile(host, `#!/bin/sh\nexec '${process.execPath}' '${LANGUAGE_HOST}' "$@"\n`);
  await chmod(host, 0o755);
}

function settings(authorizationServer: object, more: object = {}) {
  return {
    authorizationServer,
    groups: { neo4j_reader: ["reader"] },
    accounts: [{ name: "etl-loader", groups: ["neo4j_reader"], credential: "client_secret" }],
    neo4j: { license: "eval" },
    ...more,
  };
}

/** The next request of this method and path takes effect, and the connection ends without an answer. */
function loseAnswer(method: "POST" | "PUT" | "DELETE", path: string): void {
  rehearsal.world.okta.faults.add({ kind: "drop", when: "after", method, path, count: 1 });
}

interface Lost {
  name: string;
  command?: string[];
}

/** `npm run imports` on the stack as it is now. */
async function findLost(): Promise<{ status: number; lost: Lost[] }> {
  const { engine, world } = rehearsal;
  const preview = join(folder, "preview.json");
  await writeFile(preview, await engine.command(["preview", "--json"]));
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const status = await main(["--preview", preview, "--json"], {
    write,
    writeError: write,
    environment: { OKTA_ORG_URL: world.okta.url, OKTA_ACCESS_TOKEN: world.okta.accessToken },
  });
  return { status, lost: JSON.parse(out).lost };
}

/** Names of what is at Okta beside what every org has. */
function inventory(): string[] {
  const { org } = rehearsal.world.okta;
  const servers = [...org.authorizationServers.values()].flatMap((server) => [
    ...(server.default ? [] : [server.name]),
    ...server.scopes.filter(({ system }) => !system).map(({ name }) => name),
    ...server.claims.filter(({ system }) => !system).map(({ name }) => name),
    ...server.policies.flatMap(({ name, rules }) => [name, ...rules.map((rule) => rule.name)]),
  ]);
  return [
    ...[...org.apps.values()].map(({ label }) => label),
    ...[...org.groups.values()].flatMap(({ type, profile }) =>
      type === "OKTA_GROUP" ? [profile.name] : [],
    ),
    ...[...org.trustedOrigins.values()].map(({ origin }) => origin),
    ...servers,
  ].sort();
}

const OBJECTS = [
  "client credentials",
  "etl-loader",
  "groups",
  "Neo4j service accounts (neo4j_groups)",
  "neo4j_groups",
];
const RESOURCES = [
  "authorization-access-policy",
  "authorization-access-rule",
  "authorization-claim",
  "authorization-scope",
  "etl-loader-app",
];

/** Beside the services of a server of its own. */
const PEOPLE = {
  signIns: [
    {
      id: "okta",
      provider: "okta",
      tokenType: "id_token",
      browsers: ["https://neo4j.example.com/browser/"],
      groups: { engineers: ["publisher"] },
      createGroups: true,
      groupsClaim: "people",
    },
  ],
};
const PEOPLES_OBJECTS = [
  ...["Neo4j: Okta (okta)", "engineers", "https://neo4j.example.com"],
  ...["people", "Neo4j sign-in (okta)", "authorization code"],
];
/** Of these alone the answer is lost; people's claim, policy and rule are made as the services' are. */
const PEOPLES_RESOURCES = ["okta-app", "people-engineers", "people-https://neo4j.example.com"];

const DEDICATED = { name: "neo4j", audience: "api://neo4j" };
const ADOPTED = { id: "default", audience: "api://default" };

/** Without it, creates are lost with one kind of server and deletes with the other, which takes half the time. */
const ALL = process.env.LOST_ANSWERS === "all";

const FAILED = { code: "engine-failed" };

describe.each([
  {
    server: DEDICATED,
    people: PEOPLE,
    own: ["neo4j", ...PEOPLES_OBJECTS],
    resources: [...RESOURCES, "authorization-server", ...PEOPLES_RESOURCES].sort(),
  },
  { server: ADOPTED, people: {}, own: [], resources: RESOURCES },
])("with the server $server", ({ server, people, own, resources }) => {
  test.runIf(ALL || "name" in server)("up: the answer to each create is lost", async () => {
    const { engine, world } = rehearsal;
    if ("name" in server) loseAnswer("POST", SERVERS);
    loseAnswer("POST", "/api/v1/apps");
    for (const path of ["scopes", "claims", "policies", "policies/*/rules"]) {
      loseAnswer("POST", `${SERVERS}/*/${path}`);
    }
    if ("signIns" in people) {
      loseAnswer("POST", "/api/v1/apps");
      loseAnswer("POST", "/api/v1/groups");
      loseAnswer("POST", "/api/v1/trustedOrigins");
    }
    const found: string[] = [];
    while (found.length < resources.length) {
      await expect(rehearsal.apply(settings(server, people))).rejects.toMatchObject(FAILED);
      const { status, lost } = await findLost();
      expect(status).toBe(1);
      found.push(...lost.map(({ name }) => name));
      for (const { command } of lost) await engine.command([...(command ?? []), "--yes"]);
    }
    expect(found.sort()).toEqual(resources);

    const { changes, pending } = await rehearsal.apply(settings(server, people));
    expect(changes).not.toHaveProperty("replace");
    expect(pending).toEqual([]);
    expect(await findLost()).toEqual({ status: 0, lost: [] });
    expect(inventory()).toEqual([...OBJECTS, ...own].sort());
    const app = [...world.okta.org.apps.values()].find(({ label }) => label === "etl-loader");
    expect(await engine.outputs()).toMatchObject({
      credentials: { "etl-loader": { clientSecret: app?.secrets[0]?.value } },
    });
  });

  test.runIf(ALL || "id" in server)("destroy: the answer to each delete is lost", async () => {
    const { engine, printed, world } = rehearsal;
    await rehearsal.apply(settings(server));
    const paths = ["claims", "policies/*/rules", "policies", "scopes"];
    if ("name" in server) {
      loseAnswer("POST", `${SERVERS}/*/lifecycle/deactivate`);
      loseAnswer("DELETE", SERVERS);
    } else for (const path of paths) loseAnswer("DELETE", `${SERVERS}/*/${path}`);
    loseAnswer("POST", "/api/v1/apps/*/lifecycle/deactivate");
    loseAnswer("DELETE", "/api/v1/apps");
    const first = printed.length;
    const attempt = (...args: string[]) => engine.command(args).catch(() => "refused");
    await untilDone(async () => {
      const done = await engine.destroy().catch(() => undefined);
      if (done) return done;
      await attempt("refresh", "--yes", "--skip-preview");
      for (const urn of hints(printed.slice(first))) await attempt("state", "delete", urn, "--yes");
      return undefined;
    });
    expect(world.okta.faults.active).toEqual([]);
    expect(inventory()).toEqual([]);
    expect((await state()).resources).toBeUndefined();
  });
});

test("up: the engine is killed before it notes what it created", async () => {
  const { engine, printed, world } = rehearsal;
  world.okta.faults.add({ kind: "slow", delayMs: 600_000, method: "GET", path: "/api/v1/apps/" });
  const up = rehearsal.apply(settings(ADOPTED)).catch(({ code }) => code);
  const creating = [{ type: "creating", resource: { type: "okta:app/oAuth:OAuth" } }];
  // All else is done by then: what the cluster does not answer is not covered.
  const release = expect.objectContaining({ type: "kubernetes:helm.sh/v3:Release" });
  await vi.waitFor(
    async () => {
      const { resources, pending_operations: pending } = await state();
      expect(resources).toContainEqual(release);
      expect(pending).toMatchObject(creating);
    },
    { timeout: 300_000, interval: 2_000 },
  );
  expect(world.okta.org.apps.size).toBe(1);
  await killEngine();
  expect(await up).toBe("engine-failed");
  world.okta.faults.clear();

  await engine.command(["cancel", "--yes"]);
  expect((await state()).pending_operations).toMatchObject(creating);
  const { lost } = await findLost();
  expect(lost.map(({ name }) => name)).toContain("etl-loader-app");
  for (const { command } of lost) await engine.command([...(command ?? []), "--yes"]);
  await rehearsal.apply(settings(ADOPTED));
  expect(printed.join("\n")).toContain("interrupted while creating");
  await engine.command(["refresh", "--clear-pending-creates", "--yes", "--skip-preview"]);
  expect((await state()).pending_operations).toBeUndefined();
  expect((await rehearsal.apply(settings(ADOPTED))).pending).toEqual([]);
  expect(inventory()).toEqual([...OBJECTS].sort());
});

test("up: the answer to each update is lost", async () => {
  const { apps } = rehearsal.world.okta.org;
  const changed = settings(ADOPTED, {
    accounts: [
      { name: "etl-loader", groups: ["neo4j_writer"], credential: "client_secret", disabled: true },
    ],
    groups: { neo4j_writer: ["publisher"] },
    scope: "neo4j_roles",
    claim: { name: "roles" },
    tokenLifetimeMinutes: 30,
  });
  for (const path of ["scopes", "claims", "policies/*/rules", "policies"]) {
    loseAnswer("PUT", `${SERVERS}/*/${path}`);
  }
  loseAnswer("PUT", "/api/v1/apps");
  loseAnswer("POST", "/api/v1/apps/*/lifecycle/deactivate");
  const applied = await untilDone(() => rehearsal.apply(changed).catch(() => undefined));
  expect(rehearsal.world.okta.faults.active).toEqual([]);
  expect(applied.pending).toEqual([]);
  const [app] = apps.values();
  expect(app).toMatchObject({ status: "INACTIVE", profile: { neo4j_groups: ["neo4j_writer"] } });
});

/** One answer is lost in each attempt; in the last one, none. */
async function untilDone<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let left = 9; left > 0; left--) {
    const done = await attempt();
    if (done !== undefined) return done;
  }
  throw new Error("it fails again and again");
}

/** The URNs that the sandbox says to take out of the state: of apps that are gone. */
function hints(lines: readonly string[]): Set<string> {
  return new Set(lines.flatMap((line) => /pulumi state delete '([^']+)'/.exec(line)?.[1] ?? []));
}

async function state(): Promise<{ resources?: unknown[]; pending_operations?: unknown[] }> {
  return JSON.parse(await rehearsal.engine.command(["stack", "export"])).deployment;
}

/** Ends `pulumi up` of this stack as a machine that dies does. */
async function killEngine(): Promise<void> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    const words = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (folder.startsWith(rehearsal.directory) && words[1] === "up")
      process.kill(Number(pid), "SIGKILL");
  }
}
