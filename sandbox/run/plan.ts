import { refuseForeignLinks } from "./foreign-links.ts";
import type { Options } from "./options.ts";
import type { Journal } from "./outcome/journal.ts";
import { settingAt } from "./overlay.ts";
import { findPolicyPacks, type PolicyPack } from "./policy-packs.ts";
import {
  loadProgram,
  loadSettings,
  type Program,
  type Settings,
  withNamespaces,
} from "./project.ts";
import type { Reporter } from "./reporter.ts";
import { findSettingsCheck } from "./settings-check.ts";
import { findUsersCluster, type UsersCluster } from "./users-cluster.ts";
import { findVerifier, type Verifier } from "./verifier.ts";

/** A stack as its project's files say. */
export interface StackFiles {
  program: Program;
  name: string;
  settings: Settings;
  /** Packs that judge it. Default: none. */
  policies?: PolicyPack[];
}

/** What a run is about. */
export interface Plan {
  rehearsed: StackFiles;
  /** Stacks that are there already. */
  beside: StackFiles[];
  verifier: Verifier;
  /** The user's; undefined: one is started. */
  cluster: UsersCluster | undefined;
  /** Reads the settings of the rehearsed stack again, and judges them. */
  reread(report: Reporter): Promise<StackFiles>;
}

/**
 * Reads everything that a run depends on, and has the settings judged. Nothing has been started yet.
 *
 * @throws what its parts throw
 */
export async function readPlan(
  options: Options,
  report: Reporter,
  signal: AbortSignal,
  journal: Journal,
): Promise<Plan> {
  const { kubeconfig, context, oktaHost = "" } = options;
  const policies = await findPolicyPacks(options.policyPack, options.policyPackConfig);
  const readRehearsed = async () => {
    return { ...(await loadStack(options.project, options.stack)), policies };
  };
  const rehearsed = await readRehearsed();
  const beside = await Promise.all(options.beside.map((dir) => loadStack(dir, options.stack)));
  const verifier = await findVerifier(options.verify);
  const check = await findSettingsCheck(options.check);
  const cluster =
    kubeconfig === undefined ? undefined : await findUsersCluster(kubeconfig, context, oktaHost);
  const judge = async ({ program, name, settings }: StackFiles, told: Reporter) => {
    await check(program, name, told, signal);
    const chart = settingAt(withNamespaces(program, settings), options.chartSetting);
    if (typeof chart === "string") await refuseForeignLinks(program.root, chart);
  };
  const { name: project } = rehearsed.program;
  Object.assign(journal, { project, stack: rehearsed.name });
  const where = cluster ? describeCluster(cluster) : "all on loopback";
  report.line(`neo4j-okta sandbox: project ${project}, stack ${rehearsed.name}, ${where}\n`);
  for (const stack of [...beside, rehearsed]) await judge(stack, report);
  const reread = async (told: Reporter) => {
    const again = await readRehearsed();
    await judge(again, told);
    return again;
  };
  return { rehearsed, beside, verifier, cluster, reread };
}

async function loadStack(directory: string, name: string): Promise<StackFiles> {
  const program = await loadProgram(directory);
  return { program, name, settings: await loadSettings(program, name) };
}

function describeCluster({ kubeconfig }: UsersCluster): string {
  const { server } = kubeconfig.getCurrentCluster() ?? {};
  return `in cluster ${server} (context ${kubeconfig.getCurrentContext()}); only Okta is emulated`;
}
