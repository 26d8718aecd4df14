import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type Harness,
  type HarnessStack,
  loadProgram,
  startHarness,
} from "@neo4j-okta/sandbox/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AdminEvidence } from "../../access/admin-evidence.ts";
import type { AccessContract } from "../../access/contract.ts";
import { kept, recordable } from "../support/recorded-preview.ts";
import { BASES, PEOPLES_GROUPS } from "../support/review-bases.ts";
import { CASES } from "../support/review-cases.ts";

/** The product's program, which declares objects of others too where the settings say so. */
const PROGRAM = resolve(import.meta.dirname, "../support/strangers");
const PREVIEWS = "../golden/review/previews";

let harness: Harness;
let folder: string;
const printed: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "review-"));
  const push = (text = "") => void printed.push(text);
  const report = { step: push, heading: push, output: push, line: push };
  const groups = PEOPLES_GROUPS.map((name) => ({ profile: { name } }));
  harness = await startHarness({
    program: await loadProgram(PROGRAM),
    report,
    seed: { groups, apps: [], authorizationServers: [], trustedOrigins: [], users: [] },
  });
});

afterAll(async () => {
  await harness?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Settings that switch passwords off have a preview only with evidence of an administrator. */
async function proven(settings: Record<string, unknown>, { engine }: HarnessStack) {
  const neo4j = settings.neo4j as Record<string, unknown>;
  if (neo4j.nativeLogin !== false) return settings;
  const { issuer, neo4j: server } = (await engine.outputs()).access as AccessContract;
  const evidence: AdminEvidence = {
    version: 1,
    at: new Date().toISOString(),
    issuer,
    provider: `oidc-${server.providerId}`,
    user: "gardener",
    neo4j: { namespace: server.namespace, release: server.release },
  };
  const file = join(folder, "evidence.json");
  await writeFile(file, JSON.stringify(evidence));
  return { ...settings, neo4j: { ...neo4j, adminEvidence: { file } } };
}

describe.each(Object.entries(BASES))(
  "previews of the stack with a server that is %s",
  (base, settings) => {
    let stack: HarnessStack;
    let unchanged: ReturnType<typeof recordable>;

    beforeAll(async () => {
      stack = await harness.openStack({ name: base });
      await stack.configure(settings);
      await stack.engine.up().catch((error) => {
        throw new Error(printed.join("\n"), { cause: error });
      });
      unchanged = recordable(await stack.engine.previewJson());
    });

    // The next stack uses the same org and the same namespaces.
    afterAll(() => stack?.engine.destroy());

    test("unchanged, it is the recorded one", async () => {
      const text = `${JSON.stringify(unchanged, null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(join(PREVIEWS, `${base}.json`));
    });

    test.each(CASES.filter((one) => one.base === base))(
      "$name is the recorded one",
      async ({ name, settings: changed }) => {
        await stack.configure(await proven(changed, stack));
        const preview = recordable(await stack.engine.previewJson());
        const text = `${JSON.stringify(kept(preview, unchanged), null, 2)}\n`;
        await expect(text).toMatchFileSnapshot(join(PREVIEWS, `${name}.json`));
      },
    );
  },
);
