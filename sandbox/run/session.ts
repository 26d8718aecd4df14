import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createEngine, type Engine } from "./engine.ts";
import { SandboxError } from "./errors.ts";
import type { Interruption } from "./interrupt.ts";
import { assertNothingLeft, helmReleases, oktaInventory } from "./leftovers.ts";
import type { Options } from "./options.ts";
import { overlayConfig } from "./overlay.ts";
import { loadProject, type Project } from "./project.ts";
import type { Access } from "./prove.ts";
import { describeReach, writeSecrets } from "./reach.ts";
import { type Deployed, deployAndProve } from "./rehearse.ts";
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
  const kubeconfig = await readKubeconfig(options.kubeconfig);
  const { signal } = interruption;
  report.line(`neo4j-okta sandbox, stack ${options.stack}: everything below happens on loopback\n`);
  const tools = await prepareTools({ chart: options.chart, report, signal });
  report.line(describeTools(tools, kubeconfig !== undefined));
  report.line();
  const directory = await mkdtemp(join(tmpdir(), "neo4j-okta-sandbox-"));
  let world: World | undefined;
  try {
    const { oktaPort } = options;
    world = await startWorld({ directory, binaries: tools.binaries, kubeconfig, oktaPort, report });
    signal.throwIfAborted();
    const work = rehearse({ world, options, project, tools, directory, report, interruption });
    await interruption.race(work).catch(async (error: unknown) => {
      if (signal.aborted) await Promise.race([work.catch(() => {}), delay(ENGINE_GRACE_MS)]);
      throw error;
    });
  } finally {
    await world?.stop();
    if (options.keep) report.line(`\nKept for inspection: ${directory}`);
    else await rm(directory, { recursive: true, force: true, maxRetries: 3 });
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
  let finished = false;
  try {
    const deployed = await deployAndProve(
      engine,
      report,
      async (access) => `bolt://${await address(world, access, 7687)}`,
    );
    if (!options.once) await stayUp(rehearsal, deployed);
    report.heading("pulumi destroy");
    await engine.destroy();
    finished = true;
    assertNothingLeft(before, await inventory(world));
    report.step("destroyed: no Okta object and no Helm release of this run is left");
  } finally {
    // A cluster of the user's outlives the run, so nothing of the run may stay in it.
    if (!finished && options.kubeconfig !== undefined) {
      report.heading("pulumi destroy, to leave nothing in your cluster");
      await engine.destroy();
    } else if (!finished && !interruption.signal.aborted) {
      report.step("not destroyed: the state and the cluster end with this run");
    }
  }
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

async function stayUp(rehearsal: Rehearsal, deployed: Deployed): Promise<void> {
  const { world, directory, report, interruption } = rehearsal;
  const { access, credentials, breakGlass } = deployed;
  const reach = {
    access,
    oktaUrl: world.okta.url,
    bolt: `bolt://${await address(world, access, 7687)}`,
    http: `http://${await address(world, access, 7474)}`,
    directory,
    credentials,
    breakGlassPassword: breakGlass.password,
  };
  await writeSecrets(reach);
  report.heading("The sandbox is up. Ctrl-C stops it and removes everything.\n");
  report.line(describeReach(reach));
  await interruption.race(new Promise(() => {}));
}

async function inventory(world: World): Promise<string[]> {
  const releases = await helmReleases(world.kubeconfig);
  return [...oktaInventory(world.okta.org), ...releases.map((name) => `Helm release ${name}`)];
}

async function address(world: World, access: Access, port: number): Promise<string> {
  const { namespace, release } = access.neo4j;
  const endpoint = await world.node.endpoint(namespace, release, port);
  return `${endpoint.host}:${endpoint.port}`;
}

async function readKubeconfig(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new SandboxError(
      "SANDBOX_KUBECONFIG",
      `--kubeconfig ${path} cannot be read: ${(error as Error).message}`,
      2,
    );
  }
}
