import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { LoggedRequest } from "@neo4j-okta/sandbox/okta";
import neo4j from "neo4j-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, startRehearsal } from "../support/rehearsal.ts";
import { publicJwk } from "../support/settings.ts";

/** Each step starts from the one before it, as a stack's history does. */
let rehearsal: Rehearsal;

const GROUPS = { neo4j_publisher: ["publisher"], neo4j_reader: ["reader"] };
const DEFAULT_SERVER = { id: "default", audience: "api://default" };
const loader = { name: "etl-loader", groups: ["neo4j_publisher"], credential: "client_secret" };
const reports = { name: "reporting", groups: ["neo4j_reader"], credential: "client_secret" };

function settings(accounts: unknown[], more: Record<string, unknown> = {}) {
  return {
    authorizationServer: DEFAULT_SERVER,
    groups: GROUPS,
    accounts,
    neo4j: { license: "eval" },
    ...more,
  };
}

/** Requests that change something, as `POST /api/v1/apps`, ids replaced. */
function writes(requests: readonly LoggedRequest[]): string[] {
  return requests
    .filter(({ method }) => method !== "GET")
    .map(
      ({ method, path }) => `${method} ${path.replace(/\/(0oa|aus|00p|0pr|scp|ocl)\w+/g, "/{$1}")}`,
    );
}

beforeAll(async () => {
  rehearsal = await startRehearsal();
  const { pending } = await rehearsal.apply(settings([loader]));
  expect(pending).toEqual([]);
});

afterAll(() => rehearsal?.stop());

describe("a stack's life", () => {
  test("adds an account with one new app and one update of the policy", async () => {
    const { requests, changes, pending } = await rehearsal.apply(settings([loader, reports]));
    expect(writes(requests)).toEqual([
      "POST /api/v1/apps?activate=true",
      "PUT /api/v1/authorizationServers/default/policies/{00p}",
    ]);
    expect(changes.update).toBe(1);
    expect(pending).toEqual([]);
  });

  test("changes an account's groups with one PUT of its app, and no replacement", async () => {
    const both = { ...reports, groups: ["neo4j_reader", "neo4j_publisher"] };
    const { requests, changes, pending } = await rehearsal.apply(settings([loader, both]));
    expect(writes(requests)).toEqual(["PUT /api/v1/apps/{0oa}"]);
    expect(changes).not.toHaveProperty("replace");
    expect(pending).toEqual([]);
  });

  test("changes Neo4j's mapping only when a group is new", async () => {
    const more = { groups: { ...GROUPS, neo4j_editor: ["editor"] } };
    const editor = { ...reports, groups: ["neo4j_editor"] };
    const { requests, changes, pending } = await rehearsal.apply(settings([loader, editor], more));
    expect(writes(requests)).toEqual(["PUT /api/v1/apps/{0oa}"]);
    expect(changes.update).toBe(2);
    expect(pending).toEqual([]);
  });

  test("disables an account: its app is INACTIVE and gets no token", async () => {
    const { requests, pending } = await rehearsal.apply(
      settings([loader, { ...reports, disabled: true }]),
    );
    expect(writes(requests)).toContain("POST /api/v1/apps/{0oa}/lifecycle/deactivate");
    const app = [...rehearsal.world.okta.org.apps.values()].find(
      ({ label }) => label === "reporting",
    );
    expect(app?.status).toBe("INACTIVE");
    expect(pending).toEqual([]);
  });

  test("removes an account: the policy names it no longer, then its app is deleted", async () => {
    const { requests, pending } = await rehearsal.apply(settings([loader]));
    const written = writes(requests);
    expect(written.at(-1)).toBe("DELETE /api/v1/apps/{0oa}");
    expect(written).toContain("PUT /api/v1/authorizationServers/default/policies/{00p}");
    expect(pending).toEqual([]);
  });

  test("rotates a public key: adds the second, then removes the first, never without one", async () => {
    const keyed = (...kids: string[]) => ({
      ...loader,
      credential: { privateKeyJwt: { jwks: kids.map((kid) => publicJwk(kid)) } },
    });
    const registered = () =>
      [...rehearsal.world.okta.org.apps.values()][0]?.jwks.map(({ kid }) => kid).sort();
    for (const kids of [["2026-10"], ["2026-10", "2026-11"], ["2026-11"]]) {
      const { requests, changes, pending } = await rehearsal.apply(settings([keyed(...kids)]));
      expect(writes(requests)).toEqual(["PUT /api/v1/apps/{0oa}"]);
      expect(changes).not.toHaveProperty("replace");
      expect(registered()).toEqual(kids);
      expect(pending).toEqual([]);
    }
  });

  test("moves to a dedicated server: the children are replaced, the default server stays as it was", async () => {
    const server = [...rehearsal.world.okta.org.authorizationServers.values()][0];
    const { requests, pending } = await rehearsal.apply(
      settings([loader], { authorizationServer: { name: "neo4j", audience: "api://neo4j" } }),
    );
    const written = writes(requests);
    expect(written).toContain("POST /api/v1/authorizationServers");
    expect(written.filter((line) => line.startsWith("DELETE"))).toHaveLength(4);
    expect(server).toMatchObject({ status: "ACTIVE", policies: [], audiences: ["api://default"] });
    expect(server?.scopes.map(({ name }) => name)).not.toContain("neo4j_groups");
    expect(pending).toEqual([]);
  });

  test("comes back to the default server and deletes the dedicated one", async () => {
    const { pending } = await rehearsal.apply(settings([loader]));
    expect([...rehearsal.world.okta.org.authorizationServers.values()]).toHaveLength(1);
    expect(pending).toEqual([]);
  });

  test("gets over an app that was deleted by hand, as docs/operations.md says", async () => {
    const { engine, printed, world } = rehearsal;
    await rehearsal.apply(settings([loader, reports]));
    const { apps } = world.okta.org;
    const before = [...apps.values()].find(({ label }) => label === "reporting");
    apps.delete(before?.id ?? "");
    await expect(engine.command(["refresh", "--yes", "--skip-preview"])).rejects.toThrow();
    expect(printed.at(-1)).toContain("failed to get OAuth application: 404 Not Found");
    const urns = await engine.command(["stack", "--show-urns"]);
    const urn = /urn:\S+okta:app\/oAuth:OAuth::reporting-app\b/.exec(urns)?.[0] ?? "";
    const forget = ["state", "delete", urn, "--yes"];
    await expect(engine.command(forget)).rejects.toThrow();
    expect(printed.at(-1)).toContain("can't be safely deleted");

    await expect(rehearsal.apply(settings([loader]))).rejects.toMatchObject({
      code: "engine-failed",
    });
    expect(printed.join("\n")).toContain(`then: pulumi state delete '${urn}'`);
    await engine.command(forget);
    const { requests, pending } = await rehearsal.apply(settings([loader, reports]));
    expect(writes(requests)).toEqual([
      "POST /api/v1/apps?activate=true",
      "PUT /api/v1/authorizationServers/default/policies/{00p}",
    ]);
    expect(pending).toEqual([]);
    await engine.command(["refresh", "--yes", "--skip-preview"]);
    expect((await rehearsal.apply(settings([loader]))).pending).toEqual([]);
  });

  test("makes what is declared in the database by a Job, another one for each script", async () => {
    const withRole = (privilege: string) =>
      settings([loader], {
        database: { applyOnUp: true, roles: [{ name: "auditor", privileges: [privilege] }] },
      });
    await expect(rehearsal.apply(withRole("GRANT ACCESS ON DATABASE sales"))).rejects.toMatchObject(
      { code: "engine-failed" },
    );
    expect(rehearsal.printed.join("\n")).toContain("Database 'sales' does not exist.");
    const mended = await rehearsal.apply(withRole("GRANT WRITE ON GRAPH neo4j"));
    expect(mended.pending).toEqual([]);
    expect(await privileges("auditor")).toEqual(["GRANT WRITE ON GRAPH `neo4j` TO `auditor`"]);
  });

  test("keeps every secret out of plain text: state, outputs, logs, engine output and events, ConfigMaps, Helm values", async () => {
    const outputs = await rehearsal.engine.outputs();
    const credentials = Object.values(
      outputs.credentials as Record<string, { clientSecret: string }>,
    );
    const { password } = outputs.breakGlass as { password: string };
    const secrets = [...credentials.map(({ clientSecret }) => clientSecret), password];
    expect(secrets).toHaveLength(2);
    const { directory, printed, world } = rehearsal;
    const texts = {
      state: (await filesBelow(join(directory, "state"))).join("\n"),
      settings: (await filesBelow(join(directory, "project"), /^Pulumi\..*yaml$/)).join("\n"),
      "engine output and events": printed.join("\n"),
      "request log": JSON.stringify(world.okta.log.entries),
      "output access": JSON.stringify(outputs.access),
      ConfigMaps: (await configMaps(world.kubeconfig)).join("\n"),
      "Helm releases": (await helmReleases(world.kubeconfig)).join("\n"),
    };
    for (const text of Object.values(texts)) expect(text.length).toBeGreaterThan(100);
    for (const secret of [...secrets, world.okta.accessToken]) {
      const forms = [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)];
      const found = Object.entries(texts).filter(([, text]) =>
        forms.some((form) => text.includes(form)),
      );
      expect(found.map(([name]) => name)).toEqual([]);
    }
  });

  test("destroys everything", async () => {
    await rehearsal.engine.destroy();
    expect(rehearsal.world.okta.org.apps.size).toBe(0);
  });
});

/** What a role may do, as the break-glass user sees it. */
async function privileges(role: string): Promise<string[]> {
  const { breakGlass } = await rehearsal.engine.outputs();
  const { username, password } = breakGlass as { username: string; password: string };
  const { host, port } = await rehearsal.world.reach.endpoint("neo4j", "neo4j", 7687);
  const driver = neo4j.driver(`bolt://${host}:${port}`, neo4j.auth.basic(username, password));
  const { records } = await driver.executeQuery(
    `SHOW ROLE ${role} PRIVILEGES AS COMMANDS`,
    {},
    { database: "system" },
  );
  await driver.close();
  return records.map((record) => String(record.get("command")));
}

async function filesBelow(folder: string, name = /./): Promise<string[]> {
  const entries = await readdir(folder, { recursive: name.source === ".", withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && name.test(entry.name));
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
}

async function configMaps(kubeconfig: string): Promise<string[]> {
  const { items } = await api(kubeconfig).listConfigMapForAllNamespaces();
  return items.map((item) => JSON.stringify(item.data ?? {}));
}

/** What Helm keeps of each revision: its values, its manifests and its notes. */
async function helmReleases(kubeconfig: string): Promise<string[]> {
  const { items } = await api(kubeconfig).listSecretForAllNamespaces({
    fieldSelector: "type=helm.sh/release.v1",
  });
  const releases = items.map(({ data }) => {
    const text = Buffer.from(data?.release ?? "", "base64").toString();
    return gunzipSync(Buffer.from(text, "base64")).toString();
  });
  expect(releases.some((text) => text.includes("group_to_role_mapping"))).toBe(true);
  return releases;
}

function api(kubeconfig: string): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config.makeApiClient(CoreV1Api);
}
