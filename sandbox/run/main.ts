import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { doctor } from "../toolchain/doctor.ts";
import { createEngine } from "./engine.ts";
import { Interrupted, SandboxError } from "./errors.ts";
import { type Interruption, watchInterrupts } from "./interrupt.ts";
import { type Options, parseOptions } from "./options.ts";
import { overlayConfig } from "./overlay.ts";
import { loadProject, type Project } from "./project.ts";
import type { Access } from "./prove.ts";
import { describeReach, writeSecrets } from "./reach.ts";
import { deployAndProve } from "./rehearse.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import { describeTools, prepareTools, type Tools } from "./tools.ts";
import { createWorkspace } from "./workspace.ts";
import { startWorld, type World } from "./world.ts";

const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

/** @returns the exit status: 0 rehearsed, 1 failed, 2 usage, 130 interrupted. */
export async function main(argv: string[]): Promise<number> {
  const write = (text: string) => void process.stdout.write(text);
  const report = createReporter(write);
  const interruption = watchInterrupts(() => report.line("\nInterrupted: stopping everything."));
  try {
    const options = parseOptions(argv, write);
    if (!options) return 0;
    if (options.doctor) return await doctor({ write });
    return await rehearse(options, report, interruption);
  } catch (error) {
    if (error instanceof Interrupted || interruption.signal.aborted) return 130;
    process.stderr.write(`\n${explain(error)}\n`);
    return error instanceof SandboxError ? error.exitCode : 1;
  } finally {
    interruption.dispose();
  }
}

async function rehearse(
  options: Options,
  report: Reporter,
  interruption: Interruption,
): Promise<number> {
  const project = await loadProject(PROJECT_ROOT, options.stack);
  const kubeconfig = options.kubeconfig && (await readKubeconfig(options.kubeconfig));
  const tools = await prepareTools({
    chart: options.chart,
    report,
    signal: interruption.signal,
  });
  report.line(describeTools(tools, project, kubeconfig !== undefined));
  const directory = await mkdtemp(join(tmpdir(), "neo4j-okta-sandbox-"));
  let world: World | undefined;
  try {
    world = await startWorld({
      directory,
      binaries: tools.binaries,
      kubeconfig,
      oktaPort: options.oktaPort,
      report,
    });
    await interruption.race(
      rehearseIn(world, { options, project, tools, directory, report, interruption }),
    );
    return 0;
  } finally {
    await world?.stop();
    if (options.keep) report.line(`\nKept: ${directory}`);
    else await rm(directory, { recursive: true, force: true });
  }
}

interface Rehearsal {
  options: Options;
  project: Project;
  tools: Tools;
  directory: string;
  report: Reporter;
  interruption: Interruption;
}

async function rehearseIn(world: World, rehearsal: Rehearsal): Promise<void> {
  const { options, project, tools, directory, report, interruption } = rehearsal;
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
  const engine = createEngine(stack, report, interruption.signal);
  const address = async (access: Access, port: number) => {
    const { host, port: local } = await world.node.endpoint(
      access.neo4j.namespace,
      access.neo4j.release,
      port,
    );
    return `${host}:${local}`;
  };
  const deployed = await deployAndProve(
    engine,
    report,
    async (access) => `bolt://${await address(access, 7687)}`,
  );
  if (!options.once) {
    const reach = {
      access: deployed.access,
      oktaUrl: world.okta.url,
      bolt: `bolt://${await address(deployed.access, 7687)}`,
      http: `http://${await address(deployed.access, 7474)}`,
      directory,
      credentials: deployed.credentials,
      breakGlassPassword: deployed.breakGlass.password,
    };
    await writeSecrets(reach);
    report.heading("The sandbox is up. Ctrl-C stops it and removes everything.");
    report.line();
    report.line(describeReach(reach));
    await interruption.race(new Promise(() => {}));
  }
  report.heading("pulumi destroy");
  await engine.destroy();
  report.step("destroyed");
}

async function readKubeconfig(path: string): Promise<string> {
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

function explain(error: unknown): string {
  if (error instanceof SandboxError) return `${error.message} (${error.code})`;
  if (error instanceof Error && "code" in error) return `${error.message} (${String(error.code)})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
