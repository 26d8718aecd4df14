import { cp } from "node:fs/promises";
import { readSeed } from "../okta/seed/file.ts";
import { assertPortFree } from "../process/ports.ts";
import { cacheDirectory } from "../toolchain/index.ts";
import { type Declared, noteDeclared } from "./declared.ts";
import { type Harness, startHarness } from "./harness.ts";
import { stillHeld } from "./in-users-cluster.ts";
import type { Interruption } from "./interrupt.ts";
import { KeptState } from "./kept-state.ts";
import type { Options } from "./options.ts";
import type { Journal } from "./outcome/journal.ts";
import { pinnedVersion } from "./pinned-version.ts";
import { readPlan } from "./plan.ts";
import type { HoldingReporter, Reporter } from "./reporter.ts";
import { type OnUp, rehearse } from "./stack-run.ts";
import type { UsersCluster } from "./users-cluster.ts";
import type { Proof } from "./verifier.ts";

/**
 * One rehearsal with everything it starts; all of that is gone when this settles.
 *
 * @param onUp told what was proven, and how to reach a sandbox that stays up
 */
export async function runSession(
  options: Options,
  report: HoldingReporter,
  interruption: Interruption,
  journal: Journal,
  onUp: OnUp,
): Promise<Proof> {
  const { signal } = interruption;
  const { during } = journal;
  const { chart, chartRepository, chartSetting, caSetting, oktaPort } = options;
  const plan = await during("settings", () => readPlan(options, report, signal, journal));
  const { rehearsed, cluster } = plan;
  const { program, name } = rehearsed;
  const pinned = pinnedVersion(rehearsed.settings, chartSetting);
  await assertPortsFree(options);
  const seed = options.oktaSeed === undefined ? undefined : await readSeed(options.oktaSeed);
  const identity = { project: program.name, name };
  const kept =
    cluster && (await KeptState.open(cacheDirectory(process.env), cluster.kubeconfig, identity));
  const declared: Declared = { namespaces: [], releases: [] };
  const around = { options, report, interruption, journal, onUp };
  let harness: Harness | undefined;
  try {
    harness = await startHarness({
      ...{ program, chart, chartRepository, pinned, chartSetting },
      ...{ caSetting, cluster, oktaPort, seed, report, signal, during },
      // In a user's cluster an earlier run's state may come first.
      first: cluster ? undefined : name,
      onEvent: (event) => {
        noteDeclared(declared, event, namespaceOf(cluster));
        around.journal.see(event);
      },
    });
    const work = rehearse(harness, plan, around, kept && { kept, declared });
    return await interruption.race(work).catch(async (error: unknown) => {
      // However long the engine takes to end: what it is at work on would be left half done.
      if (signal.aborted) await interruption.untilSecond(work.catch(() => {}));
      throw signal.aborted && kept?.holds ? await stillHeld(kept) : error;
    });
  } finally {
    if (options.keep && harness) await keep(harness, report);
    await harness?.stop();
    await kept?.close();
  }
}

async function assertPortsFree({ oktaPort, boltPort = 0, httpPort = 0 }: Options): Promise<void> {
  const ports = { "--okta-port": oktaPort, "--bolt-port": boltPort, "--http-port": httpPort };
  for (const [option, port] of Object.entries(ports)) {
    if (port !== 0) await assertPortFree(option, port);
  }
}

/** The namespace of what names none. */
function namespaceOf(cluster: UsersCluster | undefined): string {
  const { kubeconfig } = cluster ?? {};
  return kubeconfig?.getContextObject(kubeconfig.getCurrentContext())?.namespace ?? "default";
}

async function keep({ world, directory }: Harness, report: Reporter): Promise<void> {
  await world.stop();
  const kept = `${directory}-kept`;
  await cp(directory, kept, { recursive: true });
  report.line(`\nKept for inspection: ${kept} (it holds the run's secrets: delete it afterwards)`);
}
