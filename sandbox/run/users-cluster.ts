import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ApiException, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { SandboxError, type SandboxErrorCode } from "../errors.ts";

/** A cluster of the user's, in which a stack is rehearsed, and the way from it to the emulated Okta. */
export interface UsersCluster {
  /** With the chosen context alone. It holds credentials: never print it. */
  kubeconfig: KubeConfig;
  /** Name or IP address of this machine by which the cluster reaches it. */
  oktaHost: string;
  /** The address of this machine that this is. */
  oktaAddress: string;
}

/** Milliseconds for the API server's first answer. */
const PATIENCE = 10_000;

/**
 * Reads the kubeconfig, finds the address and asks the API server, before anything starts. A
 * kubeconfig is trusted as kubectl trusts it: one with a credential plugin runs that program.
 *
 * @param context default: the current one
 * @throws SandboxError `kubeconfig-unreadable`, `context-unknown`, `okta-host-unknown`, `cluster-unreachable`
 */
export async function findUsersCluster(
  file: string,
  context: string | undefined,
  oktaHost: string,
): Promise<UsersCluster> {
  const kubeconfig = readKubeconfig(file, context);
  const oktaAddress = await ownAddress(oktaHost);
  await assertReachable(kubeconfig);
  return { kubeconfig, oktaHost, oktaAddress };
}

/** @returns one context of the file, its paths absolute: the engine runs in another folder. */
export function readKubeconfig(file: string, context: string | undefined): KubeConfig {
  const read = new KubeConfig();
  try {
    read.loadFromFile(resolve(file));
  } catch (error) {
    // A parser's message may quote the file, which holds credentials.
    const { code = "it is not a kubeconfig" } = error as NodeJS.ErrnoException;
    throw refusal("kubeconfig-unreadable", `--kubeconfig ${file} cannot be read: ${code}`);
  }
  const name = context ?? read.getCurrentContext();
  const chosen = read.getContextObject(name);
  const cluster = chosen && read.getCluster(chosen.cluster);
  const user = chosen && read.getUser(chosen.user);
  if (!chosen || !cluster || !user) {
    const known = read.getContexts().map((one) => one.name);
    throw refusal(
      "context-unknown",
      `${file} has no context ${JSON.stringify(name ?? "")} with a cluster and a user. Its contexts: ${known.join(", ") || "none"}. Fix: choose one with --context NAME`,
    );
  }
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromOptions({
    clusters: [cluster],
    contexts: [chosen],
    users: [{ ...user, ...(user.exec ? { exec: atHome(user.exec) } : {}) }],
    currentContext: chosen.name,
  });
  return kubeconfig;
}

/** A credential plugin finds its login in the user's home, and the engine's is another one. */
function atHome(exec: { env?: { name: string; value: string }[] }): object {
  return { ...exec, env: [{ name: "HOME", value: process.env.HOME ?? "" }, ...(exec.env ?? [])] };
}

/** The address of this machine that a name or an IP address means. */
async function ownAddress(host: string): Promise<string> {
  const found = await lookup(host, { all: true }).catch(() => []);
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const addresses = own.map(({ address }) => address);
  const address = found.map((one) => one.address).find((one) => addresses.includes(one));
  if (address !== undefined) return address;
  throw refusal(
    "okta-host-unknown",
    `--okta-host ${host} is no address of this machine, nor a name of one. Its addresses: ${addresses.join(", ")}. Fix: give the one that the cluster reaches, such as that of the bridge of kind or k3d`,
  );
}

async function assertReachable(kubeconfig: KubeConfig): Promise<void> {
  const reason = await Promise.race([
    ask(kubeconfig),
    delay(PATIENCE, `no answer within ${PATIENCE / 1000} s`, { ref: false }),
  ]);
  if (reason === undefined) return;
  const { name, server } = kubeconfig.getCurrentCluster() ?? {};
  throw refusal("cluster-unreachable", `cluster ${name} at ${server} cannot be used: ${reason}`, 1);
}

/** @returns why the cluster cannot be used; undefined if it can. */
async function ask(kubeconfig: KubeConfig): Promise<string | undefined> {
  try {
    await kubeconfig.makeApiClient(CoreV1Api).readNamespace({ name: "default" });
  } catch (error) {
    if (!(error instanceof ApiException)) return (error as Error).message;
    if (error.code === 401) return "it does not take the kubeconfig's credentials (401)";
    if (error.code >= 500) return `it answers ${error.code}`;
  }
  return undefined;
}

function refusal(code: SandboxErrorCode, message: string, exitCode = 2): SandboxError {
  return new SandboxError(code, `${message}.`, { exitCode });
}
