import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ReachableService } from "./services.ts";

/**
 * What a verifier is told about a rehearsed stack: the JSON of the file whose path is its only
 * argument. Fields may be added; one that changes its meaning or goes makes a new version.
 */
export interface Handover {
  version: 1;
  /** Name of the Pulumi project. */
  project: string;
  stack: string;
  /** File with what `pulumi stack output --json --show-secrets` prints. */
  outputs: string;
  okta: {
    /** The emulated org. Its control endpoints are switched on. */
    url: string;
    /** Bearer token of its management API. */
    accessToken: string;
    /** File with the CA (PEM) of an org that answers by https. */
    ca?: string;
  };
  /** Signs client assertions for every client, since private keys never enter a program. */
  signingKey: { kid: string; privateKey: string };
  /** Path of the cluster's kubeconfig. */
  kubeconfig: string;
  services: ReachableService[];
  /** An empty folder for files of the verifier's own; it ends with the run. */
  directory: string;
  /** File that the verifier may write; its text is shown to the user of a sandbox that stays up. */
  guide: string;
  /** File that the verifier may write: its own result as JSON, without secrets, which `--json` hands through. */
  result: string;
}

/**
 * Writes the hand-over and the outputs into the run's own folder, readable by this user alone.
 *
 * @returns the path of the hand-over file
 */
export async function writeHandover(
  directory: string,
  outputs: Record<string, unknown>,
  known: Omit<Handover, "version" | "outputs" | "directory" | "guide" | "result">,
): Promise<{ path: string; handover: Handover }> {
  const handover: Handover = {
    version: 1,
    ...known,
    outputs: join(directory, "outputs.json"),
    directory: join(directory, "verifier"),
    guide: join(directory, "guide.txt"),
    result: join(directory, "result.json"),
  };
  // What an earlier proof of this run wrote is not this one's.
  for (const file of [handover.guide, handover.result]) await rm(file, { force: true });
  await rm(handover.directory, { recursive: true, force: true });
  await mkdir(handover.directory, { mode: 0o700 });
  const path = join(directory, "handover.json");
  const write = (file: string, value: unknown) =>
    writeFile(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await write(handover.outputs, outputs);
  await writeFile(fileBeside(handover, "okta.sh"), oktaShell(handover), { mode: 0o600 });
  await write(path, handover);
  return { path, handover };
}

/**
 * Keeps the deployed state beside the outputs, for whoever asks for it while the sandbox is up.
 *
 * @param state what `pulumi stack export` prints, secrets encrypted
 */
export function writeState(handover: Handover, state: string): Promise<void> {
  return writeFile(fileBeside(handover, "state.json"), state, { mode: 0o600 });
}

function fileBeside({ outputs }: Handover, name: string): string {
  return join(dirname(outputs), name);
}

/** For a shell to read: the org's address and its management token, which so are on no command line. */
function oktaShell({ okta: { url, accessToken, ca } }: Handover): string {
  const variables = {
    OKTA_ORG_URL: url,
    OKTA_ACCESS_TOKEN: accessToken,
    ...(ca === undefined ? {} : { NODE_EXTRA_CA_CERTS: ca }),
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}

/** What the verifier has to say to the user; empty if it wrote nothing. */
export function readGuide({ guide }: Handover): Promise<string> {
  return readFile(guide, "utf8").catch(() => "");
}

/** The verifier's own result; undefined: it wrote none, or nothing that is JSON. */
export async function readResult({ result }: Handover): Promise<unknown> {
  try {
    return JSON.parse(await readFile(result, "utf8"));
  } catch {
    return undefined;
  }
}

/** How to use the running sandbox. @param guide what the verifier adds; may be empty */
export function describeReach(handover: Handover, guide: string): string {
  const { okta, kubeconfig, outputs, services } = handover;
  const byName = Map.groupBy(services, ({ namespace, name }) => `${namespace}/${name}`);
  return [
    `Okta emulator     ${okta.url}`,
    `Okta's API        . ${fileBeside(handover, "okta.sh")}   (OKTA_ORG_URL, OKTA_ACCESS_TOKEN)`,
    `Kubernetes        export KUBECONFIG=${kubeconfig}`,
    ...[...byName].map(([name, ports]) => {
      const addresses = ports.map(({ port, address }) => `${port} at ${address}`);
      return `${name.padEnd(17)} ${addresses.join(", ")}`;
    }),
    `stack outputs     ${outputs}`,
    `stack state       ${fileBeside(handover, "state.json")}`,
    ...(guide === "" ? [] : [guide.trimEnd()]),
  ].join("\n");
}
