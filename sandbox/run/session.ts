import { cp } from "node:fs/promises";
import { assertPortFree } from "../process/ports.ts";
import { cacheDirectory } from "../toolchain/index.ts";
import { type Declared, noteDeclared } from "./declared.ts";
import { refuseForeignLinks } from "./foreign-links.ts";
import { type Harness, startHarness } from "./harness.ts";
import { stillHeld } from "./in-users-cluster.ts";
import type { Interruption } from "./interrupt.ts";
import { KeptState } from "./kept-state.ts";
import type { Options } from "./options.ts";
import { settingAt } from "./overlay.ts";
import { pinnedVersion } from "./pinned-version.ts";
import { withNamespaces } from "./project.ts";
import type { Reporter } from "./reporter.ts";
import { findSettingsCheck } from "./settings-check.ts";
import { loadStack, rehearse, type StackFiles } from "./stack-run.ts";
import { findUsersCluster, type UsersCluster } from "./users-cluster.ts";
import { findVerifier, type Proof } from "./verifier.ts";

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
  const { kubeconfig, context, oktaHost = "" } = options;
  const cluster =
    kubeconfig === undefined ? undefined : await findUsersCluster(kubeconfig, context, oktaHost);
  const where = cluster ? describeCluster(cluster) : "all on loopback";
  report.line(`neo4j-okta sandbox: project ${program.name}, stack ${options.stack}, ${where}\n`);
  for (const stack of [...beside, rehearsed]) {
    await check(stack.program, stack.name, report, signal);
    await refuseLinkedChart(stack, options.chartSetting);
  }
  const { chart, chartRepository, chartSetting, caSetting, oktaPort } = options;
  const pinned = pinnedVersion(rehearsed.settings, chartSetting);
  if (oktaPort !== 0) await assertPortFree("--okta-port", oktaPort);
  const identity = { project: program.name, name: rehearsed.name };
  const kept =
    cluster && (await KeptState.open(cacheDirectory(process.env), cluster.kubeconfig, identity));
  const declared: Declared = { namespaces: [], releases: [] };
  let harness: Harness | undefined;
  try {
    harness = await startHarness({
      ...{ program, chart, chartRepository, pinned, chartSetting },
      ...{ caSetting, cluster, oktaPort, report, signal },
      onEvent: (event) => noteDeclared(declared, event, namespaceOf(cluster)),
    });
    const stacks = { rehearsed, beside };
    const holding = kept && { kept, declared };
    const work = rehearse(harness, stacks, verifier, options, report, interruption, holding);
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

async function refuseLinkedChart({ program, settings }: StackFiles, chartSetting?: string) {
  const chart = settingAt(withNamespaces(program, settings), chartSetting);
  if (typeof chart === "string") await refuseForeignLinks(program.root, chart);
}

function describeCluster({ kubeconfig }: UsersCluster): string {
  const { server } = kubeconfig.getCurrentCluster() ?? {};
  return `in cluster ${server} (context ${kubeconfig.getCurrentContext()}); only Okta is emulated`;
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
