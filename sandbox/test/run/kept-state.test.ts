import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeptState } from "../../run/kept-state.ts";

const DECLARED = { namespaces: ["graph"], releases: [{ namespace: "graph", name: "neo4j" }] };

let cache: string;
const opened: KeptState[] = [];
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "kept-"));
});
afterEach(async () => {
  for (const kept of opened.splice(0)) await kept.close();
  await rm(cache, { recursive: true });
});

async function open({ server = "https://one", caData = "Y2E=", name = "dev" } = {}) {
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "c", server, caData, skipTLSVerify: false },
    { name: "u", token: "hidden-token" },
  );
  const kept = await KeptState.open(cache, config, { project: "p", name }, 2_000);
  opened.push(kept);
  return kept;
}

test("a run's state is there for the next one, for this user alone, until it is removed", async () => {
  const first = await open();
  expect(first.earlier).toBe(false);
  const { directory, passphraseFile } = await first.state();
  const passphrase = await readFile(passphraseFile, "utf8");
  await first.record(DECLARED);
  expect(first.holds).toBe(true);
  await first.close();

  const second = await open();
  expect([second.earlier, second.holds]).toEqual([true, true]);
  expect(await second.state()).toEqual({ directory, passphraseFile });
  expect(await readFile(passphraseFile, "utf8")).toBe(passphrase);
  expect(await second.recorded()).toEqual(DECLARED);
  expect((await stat(join(cache, "rehearsals"))).mode & 0o777).toBe(0o700);
  expect((await stat(passphraseFile)).mode & 0o777).toBe(0o600);
  expect(await readFile(join(directory, "../objects.json"), "utf8")).not.toContain("hidden");

  await second.remove();
  expect([second.earlier, second.holds]).toEqual([false, false]);
  const fresh = await second.state();
  expect(await readFile(fresh.passphraseFile, "utf8")).not.toBe(passphrase);
  await second.remove();
  await second.close();
  expect(await readdir(join(cache, "rehearsals"))).toEqual([]);
});

test.each([{ server: "https://two" }, { caData: "b3RoZXI=" }, { name: "prod" }])(
  "a run with another cluster or stack does not see it: %j",
  async (other) => {
    await (await open()).state();
    expect((await open(other)).earlier).toBe(false);
  },
);

test("it says by name what to delete by hand", async () => {
  const kept = await open();
  await kept.state();
  expect(await kept.byHand()).toContain("what is there of the stack, then the folder ");
  await kept.record(DECLARED);
  expect(await kept.byHand()).toMatch(
    /^Fix: delete from the cluster what is there of namespace graph, Helm release graph\/neo4j, then the folder \/.*\/p-dev-[0-9a-f]{16}\.$/,
  );
});

test("two runs of a stack in one cluster do not meet", async () => {
  await open();
  await expect(open()).rejects.toMatchObject({
    code: "cluster-busy",
    message: expect.stringMatching(/^another run rehearses stack dev of p in this cluster\. Fix: /),
  });
});
