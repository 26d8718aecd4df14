import { cp } from "node:fs/promises";
import { assertPortFree } from "../process/ports.ts";
import { doneChanges } from "./engine.ts";
import { describeReach, type Handover, readGuide, writeHandover } from "./handover.ts";
import { type Harness, type HarnessStack, startHarness } from "./harness.ts";
import type { Interruption } from "./interrupt.ts";
import { assertNothingLeft, inventory } from "./leftovers.ts";
import type { Options } from "./options.ts";
import { loadProgram, loadSettings, type Program, type Settings } from "./project.ts";
import { deployAndProve } from "./rehearse.ts";
import type { Reporter } from "./reporter.ts";
import { reachableServices } from "./services.ts";
import { findSettingsCheck } from "./settings-check.ts";
import { findVerifier, type Proof, type Verifier } from "./verifier.ts";

/** One rehearsal with everything it starts; all of that is gone when this settles. */
export async function runSession(
  options: Options,
  report: Reporter,
  interruption: Interruption,
): Promise<Proof> {
  const rehearsed = await loadStack(options.project, options.stack);
  const beside = await Promise.all(options.beside.map((dir) => loadStack(dir, options.stack)));
  const { program } = rehearsed;
  const verifier = await findVerifier(options.verify);
  const check = await findSettingsCheck(options.check);
  const { signal } = interruption;
  report.line(
    `neo4j-okta sandbox: project ${program.name}, stack ${options.stack}, all on loopback\n`,
  );
  for (const stack of [...beside, rehearsed]) {
    await check(stack.program, stack.name, report, signal);
  }
  const { chart, chartSetting, oktaPort } = options;
  if (oktaPort !== 0) await assertPortFree("--okta-port", oktaPort);
  const harness = await startHarness({ program, chart, chartSetting, oktaPort, report, signal });
  try {
    const stacks = { rehearsed, beside };
    const work = rehearse(harness, stacks, verifier, options, report, interruption);
    return await interruption.race(work).catch(async (error: unknown) => {
      // However long the engine takes to end: what it is at work on would be left half done.
      if (signal.aborted) await interruption.untilSecond(work.catch(() => {}));
      throw error;
    });
  } finally {
    if (options.keep) await keep(harness, report);
    await harness.stop();
  }
}

async function keep({ world, directory }: Harness, report: Reporter): Promise<void> {
  await world.stop();
  const kept = `${directory}-kept`;
  await cp(directory, kept, { recursive: true });
  report.line(`\nKept for inspection: ${kept} (it holds the run's secrets: delete it afterwards)`);
}

/** A stack as its project's files say. */
interface StackFiles {
  program: Program;
  name: string;
  settings: Settings;
}

async function loadStack(directory: string, name: string): Promise<StackFiles> {
  const program = await loadProgram(directory);
  return { program, name, settings: await loadSettings(program, name) };
}

async function open(
  harness: Harness,
  { program, name, settings }: StackFiles,
): Promise<HarnessStack> {
  const stack = await harness.openStack({ program, name });
  await stack.configure(settings);
  return stack;
}

async function rehearse(
  harness: Harness,
  { rehearsed, beside }: { rehearsed: StackFiles; beside: StackFiles[] },
  verifier: Verifier,
  options: Options,
  report: Reporter,
  interruption: Interruption,
): Promise<Proof> {
  const { world } = harness;
  for (const stack of beside) {
    report.heading(`pulumi up of ${stack.program.name}, which is there already`);
    await (await open(harness, stack)).engine.up();
  }
  const { engine } = await open(harness, rehearsed);
  const before = await inventory(world);
  let handover: Handover | undefined;
  let finished = false;
  try {
    const proof = await deployAndProve(engine, report, async (outputs) => {
      const written = await writeHandover(harness.directory, outputs, {
        project: rehearsed.program.name,
        stack: rehearsed.name,
        okta: { url: world.okta.url, accessToken: world.okta.accessToken },
        signingKey: world.signingKey,
        kubeconfig: world.kubeconfigPath,
        services: await reachableServices(world),
      });
      handover = written.handover;
      return verifier(written.path, report, interruption.signal);
    });
    if (!options.once && handover !== undefined) {
      report.heading("The sandbox is up. Ctrl-C stops it and removes everything.\n");
      report.line(describeReach(handover, await readGuide(handover)));
      await interruption.race(new Promise(() => {}));
    }
    report.heading("pulumi destroy");
    report.step(doneChanges(await engine.destroy()));
    finished = true;
    assertNothingLeft(before, await inventory(world));
    report.step("no Okta object and no Helm release of this run is left");
    return proof;
  } finally {
    if (!finished && !interruption.signal.aborted) {
      report.step("not destroyed: the state and the cluster end with this run");
    }
  }
}
