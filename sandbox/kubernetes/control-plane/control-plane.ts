import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type OwnedDirectory, ownDirectory } from "../../process/guard.ts";
import { startOnFreePort } from "../../process/ports.ts";
import { OwnedProcess, type ProcessOptions } from "../../process/process.ts";
import { describeExit } from "../../process/process-error.ts";
import {
  apiserverArguments,
  controllerManagerArguments,
  etcdArguments,
  FILES,
  isEtcdReady,
} from "./arguments.ts";
import { createServiceAccountKeys, createToken, kubeconfigText, tokenFile } from "./credentials.ts";
import { isHealthy } from "./health.ts";

/** The executables of a control plane. */
export type ControlPlaneBinaries = Readonly<
  Record<"etcd" | "kube-apiserver" | "kube-controller-manager", { path: string }>
>;

/** Where a control plane comes from, and who is told about its end. */
export interface ControlPlaneOptions {
  binaries: ControlPlaneBinaries;
  /** Told when a part ends although nobody stopped it; the cluster is of no use afterwards. */
  onFailure?: (message: string) => void;
}

const ADMIN = "neo4j-okta-admin";
const CONTROLLER_MANAGER = "system:kube-controller-manager";

/**
 * A Kubernetes control plane on loopback: etcd, kube-apiserver and kube-controller-manager as
 * processes of ours, with data and credentials of their own in a private temporary folder, which
 * `stop` deletes and which does not outlive this process either.
 */
export class ControlPlane {
  readonly #options: ControlPlaneOptions;
  readonly #started: OwnedProcess[] = [];
  readonly #adminToken = createToken();
  readonly #controllerToken = createToken();
  #owned: OwnedDirectory | undefined;
  #kubeconfig: string | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
  }

  /** Kubeconfig text of a cluster administrator. It holds a token: never print it. */
  get kubeconfig(): string {
    if (this.#kubeconfig === undefined) throw new Error("The control plane is not started.");
    return this.#kubeconfig;
  }

  /**
   * Starts the parts in order; if one fails, those before it are stopped again.
   * @throws ProcessError
   */
  async start(): Promise<void> {
    if (this.#owned) throw new Error("The control plane was started before.");
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Ends all parts and deletes the data. They get SIGKILL at once, because what an orderly end
   * would save is deleted anyway. A stopped control plane cannot be started again.
   */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      await Promise.all(this.#started.map((part) => part.stop()));
      await this.#owned?.remove();
    })();
    return this.#stopping;
  }

  async #start(): Promise<void> {
    const { binaries } = this.#options;
    this.#owned = await ownDirectory("neo4j-okta-k8s-");
    const directory = this.#owned.path;
    await this.#prepare(directory);

    await this.#run({
      name: "etcd",
      command: binaries.etcd.path,
      args: etcdArguments(),
      cwd: directory,
      ready: { line: isEtcdReady },
    });

    const certificateFile = join(directory, FILES.serving, "apiserver.crt");
    const server = await startOnFreePort(async (port) => {
      const url = `https://127.0.0.1:${port}`;
      const health = { url: `${url}/readyz`, certificateFile, token: this.#adminToken };
      await this.#run({
        name: "kube-apiserver",
        command: binaries["kube-apiserver"].path,
        args: apiserverArguments(port),
        cwd: directory,
        ready: { probe: (signal) => isHealthy(health, signal) },
      });
      return url;
    });
    const certificateAuthority = await readFile(certificateFile, "utf8");
    const cluster = { server, certificateAuthority };

    const file = join(directory, FILES.controllerKubeconfig);
    const token = this.#controllerToken;
    await writeFile(file, kubeconfigText({ ...cluster, user: CONTROLLER_MANAGER, token }), SECRET);
    await startOnFreePort((port) => {
      const health = {
        url: `https://127.0.0.1:${port}/healthz`,
        certificateFile: join(directory, FILES.controllerServing, "kube-controller-manager.crt"),
      };
      return this.#run({
        name: "kube-controller-manager",
        command: binaries["kube-controller-manager"].path,
        args: controllerManagerArguments(port),
        cwd: directory,
        ready: { probe: (signal) => isHealthy(health, signal) },
      });
    });
    this.#kubeconfig = kubeconfigText({ ...cluster, user: ADMIN, token: this.#adminToken });
  }

  async #prepare(directory: string): Promise<void> {
    const keys = createServiceAccountKeys();
    const tokens = tokenFile([
      { user: ADMIN, token: this.#adminToken },
      { user: CONTROLLER_MANAGER, token: this.#controllerToken },
    ]);
    await Promise.all([
      mkdir(join(directory, FILES.etcdData), { mode: 0o700 }),
      writeFile(join(directory, FILES.serviceAccountPrivateKey), keys.privateKey, SECRET),
      writeFile(join(directory, FILES.serviceAccountPublicKey), keys.publicKey, SECRET),
      writeFile(join(directory, FILES.tokens), tokens, SECRET),
    ]);
  }

  async #run(options: ProcessOptions): Promise<void> {
    if (this.#stopping) throw new Error("The control plane was stopped while it was starting.");
    const part = new OwnedProcess({ ...options, stopGraceMs: 0 });
    this.#started.push(part);
    await part.start();
    void part.exited.then((exit) => {
      if (this.#stopping) return;
      const message = `${options.name} ended unexpectedly (${describeExit(exit)}).`;
      this.#options.onFailure?.(`${message} Its last lines:\n${part.logTail}`);
    });
  }
}

const SECRET = { mode: 0o600, flag: "wx" } as const;
