import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AccessAccount } from "../../access/contract.ts";
import { commandDestination } from "../../rotation/destinations/command.ts";
import { fileDestination } from "../../rotation/destinations/file.ts";
import { secretDestination } from "../../rotation/destinations/secret.ts";
import { podsBefore } from "../../rotation/pods.ts";
import { markOf } from "../../rotation/registries/registry.ts";
import { fileState } from "../../rotation/states/file.ts";
import { Held } from "../../rotation/states/held.ts";
import { secretState } from "../../rotation/states/secret.ts";
import type { Credential } from "../../tokens/credential.ts";
import { World } from "../support/world.ts";
import { Cluster } from "./cluster.ts";

let folder: string;
let cluster: Cluster;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "rotation-places-"));
  cluster = new Cluster();
  await cluster.start(join(folder, "kubeconfig"));
  vi.stubEnv("KUBECONFIG", join(folder, "kubeconfig"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  cluster.stop();
  rmSync(folder, { recursive: true });
});

const SECRET: Credential = { kind: "client_secret_basic", clientSecret: "s".repeat(64) };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY: Credential = {
  kind: "private_key_jwt",
  privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  kid: "k1",
};

function account(credential: AccessAccount["credential"]): AccessAccount {
  const groups = { groups: ["g"], roles: ["reader"], disabled: false };
  return { name: "etl", clientId: "etl", credential, ...groups };
}

describe.each([SECRET, KEY])("what is delivered ($kind)", (credential) => {
  const service = account(credential.kind);

  test("to a file is read back, and only its owner reads it", async () => {
    const place = fileDestination(folder, service);
    expect(await place.read()).toBeUndefined();
    await place.write(credential);
    expect(await markOf((await place.read()) as Credential)).toBe(await markOf(credential));
    expect(statSync(join(folder, "etl")).mode & 0o777).toBe(0o600);
    if (credential.kind === "private_key_jwt") {
      expect(await place.read()).toMatchObject({ kid: "k1" });
    }
  });

  test("to a command is read back by the other one", async () => {
    const taken = join(folder, "taken");
    const script = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return `"${process.execPath}" '${join(folder, name)}' {account}`;
    };
    const to = script(
      "to.cjs",
      `require("node:fs").writeFileSync(${JSON.stringify(taken)} + process.argv[2], require("node:fs").readFileSync(0))`,
    );
    const from = script(
      "from.cjs",
      `try { process.stdout.write(require("node:fs").readFileSync(${JSON.stringify(taken)} + process.argv[2])) } catch {}`,
    );
    const place = commandDestination({ to, from }, service);
    expect(await place.read()).toBeUndefined();
    await place.write(credential);
    expect(await markOf((await place.read()) as Credential)).toBe(await markOf(credential));
    expect(readFileSync(`${taken}etl`, "utf8")).not.toBe("");
  });

  test("to a Kubernetes Secret is the whole contract, beside what others keep there", async () => {
    const world = await World.start({ accounts: [] });
    await world.stop();
    cluster.put("etl/okta", { OTHER: "kept" });
    const place = secretDestination({ namespace: "etl", name: "okta" }, service, world.contract);
    expect(await place.read()).toBeUndefined();
    await place.write(credential);
    expect(await markOf((await place.read()) as Credential)).toBe(await markOf(credential));
    expect(cluster.value("etl/okta", "OTHER")).toBe("kept");
    expect(cluster.value("etl/okta", "OKTA_OAUTH2_ISSUER")).toBe(world.contract.issuer);
    expect(cluster.value("etl/okta", "OKTA_OAUTH2_PRIVATE_KEY_ID")).toBe(
      credential.kind === "private_key_jwt" ? "k1" : undefined,
    );
  });
});

test("a command that does not tell what the service reads is a failure, not an empty place", async () => {
  const from = `"${process.execPath}" -e "process.exitCode=4"`;
  const place = commandDestination({ to: "x", from }, account("client_secret_basic"));
  await expect(place.read()).rejects.toMatchObject({
    code: "rotation-delivery",
    message: `etl: the secret command "${process.execPath}" ended with 4. Fix: mend the command of --secret-command.`,
  });
});

test("a folder that is not there is told", async () => {
  const place = fileDestination(join(folder, "nowhere"), account("client_secret_basic"));
  await expect(place.write(SECRET)).rejects.toMatchObject({
    code: "rotation-delivery",
    message: `--output ${join(folder, "nowhere", "etl")} cannot be written: ENOENT. Fix: give a folder that exists and that you may write to.`,
  });
});

test.each(["a file", "a Secret"])("an account may be called constructor in %s", async (place) => {
  const state =
    place === "a file"
      ? fileState(join(folder, "state.json"))
      : secretState({ namespace: "ops", name: "rotation" });
  expect(await state.read("constructor")).toBeUndefined();
  expect(await state.swap("constructor", undefined, "a")).toBe(true);
  expect(await state.swap("constructor", undefined, "b")).toBe(false);
  expect(await state.read("constructor")).toBe("a");
});

describe("a state in a Kubernetes Secret", () => {
  const holder = (owner: string) => ({ owner, now: () => 0 });

  test("is changed from what was read only, whoever else writes to other accounts meanwhile", async () => {
    const state = secretState({ namespace: "ops", name: "rotation" });
    const held = await Held.take(state, "etl", holder("a"));
    await expect(Held.take(state, "etl", holder("b"))).rejects.toMatchObject({
      code: "rotation-locked",
    });
    cluster.onWrite = () => {
      cluster.onWrite = () => {};
      const etl = cluster.value("ops/rotation", "etl") ?? "";
      cluster.put("ops/rotation", { etl, dashboard: "{}" });
    };
    await held.save({ ...held.record, last: 7 });
    expect(JSON.parse(cluster.value("ops/rotation", "etl") ?? "")).toMatchObject({ last: 7 });
    expect(cluster.value("ops/rotation", "dashboard")).toBe("{}");
    cluster.put("ops/rotation", { etl: JSON.stringify({ version: 1 }) });
    await expect(held.save(held.record)).rejects.toMatchObject({ code: "rotation-locked" });
  });

  test("that the cluster refuses is told without the cluster's words", async () => {
    cluster.refusal = 403;
    await expect(
      secretState({ namespace: "ops", name: "rotation" }).read("etl"),
    ).rejects.toMatchObject({
      code: "rotation-state",
      message:
        "--state kubernetes:ops/rotation: the cluster answered 403. Fix: choose a cluster and a namespace where you may read and write Secrets (KUBECONFIG).",
    });
  });
});

describe("Pods that have read a Secret into their environment", () => {
  const pod = (name: string, container: object, startedAt?: string) => ({
    metadata: { name },
    spec: {
      containers: [{ name: "main", ...container }],
      volumes: [
        { name: "okta", secret: { secretName: "okta" } },
        { name: "both", projected: { sources: [{ secret: { name: "okta" } }] } },
        { name: "other", secret: { secretName: "other" } },
      ],
    },
    status: {
      containerStatuses: [{ name: "main", state: startedAt ? { running: { startedAt } } : {} }],
    },
  });
  const envFrom = { envFrom: [{ secretRef: { name: "okta" } }] };
  const env = { env: [{ name: "S", valueFrom: { secretKeyRef: { name: "okta", key: "S" } } }] };
  const [before, later] = ["2026-01-01T09:00:00Z", "2026-01-01T11:00:00Z"];
  const time = Date.parse("2026-01-01T10:00:00Z");
  const name = { namespace: "etl", name: "okta" };

  test("have the former value if they have started before", async () => {
    cluster.pods = [
      pod("from", envFrom, before),
      pod("key", env, before),
      pod("restarted", envFrom, later),
      pod("waiting", envFrom),
      pod("volume", { volumeMounts: [{ name: "okta" }] }, before),
      pod("file", { volumeMounts: [{ name: "okta", subPath: "S" }] }, before),
      pod("file-projected", { volumeMounts: [{ name: "both", subPathExpr: "$(S)" }] }, before),
      pod("file-of-another", { volumeMounts: [{ name: "other", subPath: "S" }] }, before),
      pod("another", { envFrom: [{ secretRef: { name: "other" } }] }, before),
    ];
    expect(await podsBefore(name, "--secret etl/okta", "rotation-delivery")(time)).toEqual([
      "from",
      "key",
      "file",
      "file-projected",
    ]);
  });

  test("that may not be seen are a failure, not none", async () => {
    cluster.refusal = 403;
    const pods = podsBefore(name, "--secret etl/okta", "rotation-delivery");
    await expect(pods(time)).rejects.toMatchObject({
      code: "rotation-delivery",
      message:
        "--secret etl/okta: the cluster answered 403. Fix: choose a cluster and a namespace where you may list Pods (KUBECONFIG).",
    });
  });
});
