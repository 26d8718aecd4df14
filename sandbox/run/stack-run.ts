import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { doneChanges } from "./engine.ts";
import { loopbackPastProxies } from "./environment.ts";
import { describeReach, type Handover, readGuide, writeHandover } from "./handover.ts";
import type { Harness, HarnessStack } from "./harness.ts";
import { guardedEngine, type Held, removeEarlierRun, undoRun } from "./in-users-cluster.ts";
import type { Interruption } from "./interrupt.ts";
import type { KeptState } from "./kept-state.ts";
import { assertNothingLeft, inventory } from "./leftovers.ts";
import type { Options } from "./options.ts";
import { loadProgram, loadSettings, type Program, type Settings } from "./project.ts";
import { deployAndProve } from "./rehearse.ts";
import type { Reporter } from "./reporter.ts";
import { reachableServices } from "./services.ts";
import type { Proof, Verifier } from "./verifier.ts";

/** A stack as its project's files say. */
export interface StackFiles {
  program: Program;
  name: string;
  settings: Settings;
}

export async function loadStack(directory: string, name: string): Promise<StackFiles> {
  const program = await loadProgram(directory);
  return { program, name, settings: await loadSettings(program, name) };
}

async function open(
  harness: Harness,
  { program, name, settings }: StackFiles,
  kept?: KeptState,
): Promise<HarnessStack> {
  const state = kept && { state: await kept.state() };
  const stack = await harness.openStack({ program, name, ...state });
  await stack.configure(settings);
  return stack;
}

/**
 * One rehearsal in a world that is up. In a cluster of the user's it begins with what an earlier run
 * left, and ends with a destroy whatever happens.
 *
 * @param holding the state that is kept for such a cluster
 */
export async function rehearse(
  harness: Harness,
  { rehearsed, beside }: { rehearsed: StackFiles; beside: StackFiles[] },
  verifier: Verifier,
  options: Options,
  report: Reporter,
  interruption: Interruption,
  holding: Pick<Held, "kept" | "declared"> | undefined,
): Promise<Proof> {
  const { world } = harness;
  for (const stack of beside) {
    report.heading(`pulumi up of ${stack.program.name}, which is there already`);
    const { engine } = await open(harness, stack);
    report.step(doneChanges(await engine.up()));
  }
  const reopen = () => open(harness, rehearsed, holding?.kept);
  const known = holding && { ...holding, api: world.api, report };
  if (known?.kept.earlier) await removeEarlierRun(known, reopen);
  const stack = await reopen();
  const held = known && { ...known, stack };
  const engine = held ? guardedEngine(held) : stack.engine;
  const before = await inventory(world, held?.declared);
  let handover: Handover | undefined;
  let finished = false;
  try {
    const proof = await deployAndProve(engine, report, async (outputs) => {
      const written = await handOver(harness, outputs, rehearsed, held);
      handover = written.handover;
      const environment = verifierEnvironment(written.handover);
      return verifier(written.path, report, interruption.signal, environment);
    });
    if (!options.once && handover !== undefined) {
      report.heading("The sandbox is up. Ctrl-C stops it and removes everything.\n");
      report.line(describeReach(handover, await readGuide(handover)));
      await interruption.race(new Promise(() => {}));
    }
    report.heading("pulumi destroy");
    report.step(doneChanges(await engine.destroy()));
    finished = true;
    assertNothingLeft(before, await inventory(world, held?.declared));
    await held?.kept.remove();
    report.step("no Okta object and no Helm release of this run is left");
    return proof;
  } finally {
    if (!finished && held) await undoRun(held);
    else if (!finished && !interruption.signal.aborted) {
      report.step("not destroyed: the state and the cluster end with this run");
    }
  }
}

async function handOver(
  { world, directory }: Harness,
  outputs: Record<string, unknown>,
  { program, name }: StackFiles,
  held: Held | undefined,
): Promise<{ path: string; handover: Handover }> {
  const ca = join(directory, "okta-ca.pem");
  if (world.ca !== undefined) await writeFile(ca, world.ca);
  const { namespaces = [], releases = [] } = held?.declared ?? {};
  const all = new Set([...namespaces, ...releases.map(({ namespace }) => namespace)]);
  return writeHandover(directory, outputs, {
    project: program.name,
    stack: name,
    okta: {
      url: world.okta.org.url,
      accessToken: world.okta.accessToken,
      ...(world.ca === undefined ? {} : { ca }),
    },
    signingKey: world.signingKey,
    kubeconfig: world.kubeconfigPath,
    services: await reachableServices(world, held && [...all]),
  });
}

/** A verifier on Node.js trusts the org's CA, and goes to the org past proxies. */
function verifierEnvironment({ okta: { ca, url } }: Handover): NodeJS.ProcessEnv {
  if (ca === undefined) return {};
  return { NODE_EXTRA_CA_CERTS: ca, ...loopbackPastProxies(process.env, new URL(url).hostname) };
}
