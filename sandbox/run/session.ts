import { randomBytes } from "node:crypto";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownDirectory } from "../process/guard.ts";
import { createEngine, type Engine } from "./engine.ts";
import { type Deployed, handOver } from "./handover.ts";
import type { Interruption } from "./interrupt.ts";
import { assertNothingLeft, helmReleases, oktaInventory } from "./leftovers.ts";
import type { Options } from "./options.ts";
import { overlayConfig } from "./overlay.ts";
import { loadProject, type Project } from "./project.ts";
import { prove } from "./prove.ts";
import { describeReach, type Reach } from "./reach.ts";
import { deployAndProve } from "./rehearse.ts";
import type { Reporter } from "./reporter.ts";
import { describeTools, prepareTools, type Tools } from "./tools.ts";
import { createWorkspace } from "./workspace.ts";
import { startWorld, type World } from "./world.ts";

/** How long an interrupted engine gets to end by itself before its world is taken away. */
const ENGINE_GRACE_MS = 10_000;

/** One rehearsal with everything it starts; all of that is gone when this settles. */
export async function runSession(
  root: string,
  options: Options,
  report: Reporter,
  interruption: Interruption,
): Promise<void> {
  const project = await loadProject(root, options.stack);
  const { signal } = interruption;
  report.line(`neo4j-okta sandbox, stack ${options.stack}: everything below happens on loopback\n`);
  const tools = await prepareTools({ chart: options.chart, project, report, signal });
  report.line(describeTools(tools));
  report.line();
  const owned = await ownDirectory("neo4j-okta-sandbox-");
  const directory = owned.path;
  let world: World | undefined;
  try {
    world = await startWorld({
      directory,
      binaries: tools.binaries,
      oktaPort: options.oktaPort,
      report,
    });
    signal.throwIfAborted();
    const work = rehearse({ world, options, project, tools, directory, report, interruption });
    await interruption.race(work).catch(async (error: unknown) => {
      if (signal.aborted) await Promise.race([work.catch(() => {}), delay(ENGINE_GRACE_MS)]);
      throw error;
    });
  } finally {
    await world?.stop();
    if (options.keep) {
      const kept = `${directory}-kept`;
      await cp(directory, kept, { recursive: true });
      report.line(
        `\nKept for inspection: ${kept} (it holds the run's secrets: delete it afterwards)`,
      );
    }
    await owned.remove();
  }
}

interface Rehearsal {
  world: World;
  options: Options;
  project: Project;
  tools: Tools;
  directory: string;
  report: Reporter;
  interruption: Interruption;
}

async function rehearse(rehearsal: Rehearsal): Promise<void> {
  const { world, options, report, interruption } = rehearsal;
  const engine = await prepareEngine(rehearsal);
  const before = await inventory(world);
  let reach: Reach | undefined;
  let finished = false;
  try {
    await deployAndProve(engine, report, async (deployed) => {
      reach = await reachOf(rehearsal, deployed);
      await prove({
        ...reach,
        verifier: join(rehearsal.project.root, "verify/cli.ts"),
        okta: world.okta,
        deployed,
        directory: rehearsal.directory,
        report,
        signal: interruption.signal,
      });
    });
    if (!options.once && reach !== undefined) {
      report.heading("The sandbox is up. Ctrl-C stops it and removes everything.\n");
      report.line(describeReach(reach));
      await interruption.race(new Promise(() => {}));
    }
    report.heading("pulumi destroy");
    await engine.destroy();
    finished = true;
    assertNothingLeft(before, await inventory(world));
    report.step("destroyed: no Okta object and no Helm release of this run is left");
  } finally {
    if (!finished && !interruption.signal.aborted) {
      report.step("not destroyed: the state and the cluster end with this run");
    }
  }
}

async function reachOf({ world, directory }: Rehearsal, deployed: Deployed): Promise<Reach> {
  const { namespace, release } = deployed.access.neo4j;
  const at = async (port: number) => {
    const endpoint = await world.node.endpoint(namespace, release, port);
    return `${endpoint.host}:${endpoint.port}`;
  };
  return {
    access: deployed.access,
    oktaUrl: world.okta.url,
    boltUri: `bolt://${await at(7687)}`,
    httpUri: `http://${await at(7474)}`,
    kubeconfig: world.kubeconfigPath,
    handover: await handOver(deployed, directory, world.rehearsalKey.privatePem),
  };
}

async function prepareEngine(rehearsal: Rehearsal): Promise<Engine> {
  const { world, project, tools, directory, report, interruption } = rehearsal;
  const pulumiHome = join(directory, "pulumi-home");
  await tools.installPlugins(pulumiHome);
  const stack = await createWorkspace({
    project,
    config: overlayConfig(project, {
      oktaUrl: world.okta.url,
      oktaAccessToken: world.okta.accessToken,
      kubeconfig: world.kubeconfig,
      ...(tools.chartPath === undefined ? {} : { chartPath: tools.chartPath }),
    }),
    directory,
    pulumi: tools.pulumi,
    pulumiHome,
    languageHost: tools.languageHost,
    passphrase: randomBytes(24).toString("base64"),
  });
  return createEngine(stack, report, AbortSignal.any([interruption.signal, world.failed]));
}

async function inventory(world: World): Promise<string[]> {
  const releases = await helmReleases(world.kubeconfig);
  return [...oktaInventory(world.okta.org), ...releases.map((name) => `Helm release ${name}`)];
}
