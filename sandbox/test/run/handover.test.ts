import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  describeReach,
  readGuide,
  readResult,
  writeHandover,
  writeState,
} from "../../run/handover.ts";

const KNOWN = {
  project: "app",
  stack: "dev",
  okta: { url: "http://127.0.0.1:1", accessToken: "t" },
  signingKey: { kid: "k", privateKey: "PEM" },
  kubeconfig: "/run/kubeconfig",
  services: [
    { namespace: "db", name: "neo4j", port: 7687, address: "127.0.0.1:2" },
    { namespace: "db", name: "neo4j-admin", port: 7687, address: "127.0.0.1:2" },
    { namespace: "db", name: "neo4j", port: 7474, address: "127.0.0.1:3" },
  ],
};

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "handover-"));
});

afterEach(() => rm(directory, { recursive: true }));

test("hands over what the run knows, in files that only this user can read", async () => {
  const { path, handover } = await writeHandover(directory, { password: "p" }, KNOWN);
  expect(JSON.parse(await readFile(path, "utf8"))).toEqual(handover);
  expect(handover).toEqual({
    version: 1,
    ...KNOWN,
    outputs: join(directory, "outputs.json"),
    directory: join(directory, "verifier"),
    guide: join(directory, "guide.txt"),
    result: join(directory, "result.json"),
  });
  expect(JSON.parse(await readFile(handover.outputs, "utf8"))).toEqual({ password: "p" });
  const shell = join(directory, "okta.sh");
  for (const file of [path, handover.outputs, shell])
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(handover.directory)).mode & 0o777).toBe(0o700);
  expect(await readdir(handover.directory)).toEqual([]);
});

test("a shell that reads okta.sh has the org's address and token, whatever characters they have", async () => {
  const okta = { url: "http://127.0.0.1:1", accessToken: "it's $HOME" };
  await writeHandover(directory, {}, { ...KNOWN, okta: { ...okta, ca: "/run/ca.pem" } });
  const read =
    '. "$0" && printf "%s\n" "$OKTA_ORG_URL" "$OKTA_ACCESS_TOKEN" "$NODE_EXTRA_CA_CERTS"';
  const { stdout } = await promisify(execFile)("sh", ["-c", read, join(directory, "okta.sh")]);
  expect(stdout).toBe("http://127.0.0.1:1\nit's $HOME\n/run/ca.pem\n");
});

test("keeps the state beside the outputs, for this user alone", async () => {
  const { handover } = await writeHandover(directory, {}, KNOWN);
  await writeState(handover, '{"version":3}');
  const file = join(directory, "state.json");
  expect(await readFile(file, "utf8")).toBe('{"version":3}');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("reads the verifier's guide; none is no fault", async () => {
  const { handover } = await writeHandover(directory, {}, KNOWN);
  expect(await readGuide(handover)).toBe("");
  await writeFile(handover.guide, "curl ...\n");
  expect(await readGuide(handover)).toBe("curl ...\n");
});

test("reads the verifier's own result, if it is JSON; the next proof finds nothing of it", async () => {
  const { handover } = await writeHandover(directory, {}, KNOWN);
  expect(await readResult(handover)).toBeUndefined();
  await writeFile(handover.result, '{"checks":3}');
  expect(await readResult(handover)).toEqual({ checks: 3 });
  await writeFile(join(handover.directory, "x"), "");
  await writeHandover(directory, {}, KNOWN);
  expect(await readResult(handover)).toBeUndefined();
  expect(await readdir(handover.directory)).toEqual([]);
  await writeFile(handover.result, "no JSON");
  expect(await readResult(handover)).toBeUndefined();
});

test("tells the user where things are, a line per Service, and the guide as it is", async () => {
  const { handover } = await writeHandover(directory, {}, KNOWN);
  const lines = [
    "Okta emulator     http://127.0.0.1:1",
    `Okta's API        . ${directory}/okta.sh   (OKTA_ORG_URL, OKTA_ACCESS_TOKEN)`,
    "Kubernetes        export KUBECONFIG=/run/kubeconfig",
    "db/neo4j          7687 at 127.0.0.1:2, 7474 at 127.0.0.1:3",
    "db/neo4j-admin    7687 at 127.0.0.1:2",
    `stack outputs     ${handover.outputs}`,
    `stack state       ${directory}/state.json`,
  ];
  expect(describeReach(handover, "")).toBe(lines.join("\n"));
  expect(describeReach(handover, "python3 - <<'PY'\n  x\nPY\n")).toBe(
    [...lines, "python3 - <<'PY'\n  x\nPY"].join("\n"),
  );
});
