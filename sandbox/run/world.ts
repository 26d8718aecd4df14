import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ControlPlane } from "../kubernetes/control-plane.ts";
import { SandboxNode } from "../kubernetes/node.ts";
import { OktaEmulator } from "../okta/emulator.ts";
import type { Reporter } from "./reporter.ts";

export interface WorldOptions {
  /** The run's own folder. */
  directory: string;
  binaries: { etcd: string; kubeApiserver: string; kubeControllerManager: string };
  /** Text of the kubeconfig of a cluster of the user's, used in place of an own control plane. */
  kubeconfig: string | undefined;
  /** Loopback port of the Okta emulator; 0: a free one. */
  oktaPort: number;
  report: Reporter;
}

/** The org, the cluster and the node of one run. */
export interface World {
  okta: OktaEmulator;
  node: SandboxNode;
  kubeconfig: string;
  /** Stops in reverse order whatever has been started; never throws. */
  stop(): Promise<void>;
}

/** @throws what the first part that does not start throws; the parts before it are stopped. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { report, directory } = options;
  const started: { name: string; stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) {
      await part.stop().catch((error: unknown) => report.step(`${part.name}: ${String(error)}`));
    }
  };
  try {
    const okta = new OktaEmulator({ port: options.oktaPort });
    await okta.start();
    started.push({ name: "Okta emulator", stop: () => okta.stop() });
    report.step(`Okta emulator answers on ${okta.url}`);

    let kubeconfig = options.kubeconfig;
    if (kubeconfig === undefined) {
      const folder = join(directory, "kubernetes");
      await mkdir(folder, { recursive: true });
      const plane = new ControlPlane({ binaries: options.binaries, directory: folder });
      started.push({ name: "Kubernetes", stop: () => plane.stop() });
      await plane.start();
      kubeconfig = plane.kubeconfig;
      report.step("Kubernetes control plane is ready");
    }
    await writeFile(join(directory, "kubeconfig"), kubeconfig, { mode: 0o600 });

    const folder = join(directory, "node");
    await mkdir(folder, { recursive: true });
    const node = new SandboxNode({
      kubeconfig,
      directory: folder,
      onEvent: (event) => report.step(event),
    });
    started.push({ name: "node", stop: () => node.stop() });
    await node.start();
    return { okta, node, kubeconfig, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
