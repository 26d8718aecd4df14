import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { SandboxError } from "../errors.ts";
import {
  ControlPlane,
  type ControlPlaneBinaries,
} from "../kubernetes/control-plane/control-plane.ts";
import { SandboxNode } from "../kubernetes/node/node.ts";
import { describeEvent, type NodeEvent } from "../kubernetes/node/node-event.ts";
import { OktaEmulator } from "../okta/emulator.ts";
import type { Reporter } from "./reporter.ts";

export interface WorldOptions {
  /** The run's own folder. */
  directory: string;
  binaries: ControlPlaneBinaries;
  /** Loopback port of the Okta emulator; 0: a free one. */
  oktaPort: number;
  report: Reporter;
}

/** The org, the cluster and the node of one run. */
export interface World {
  okta: OktaEmulator;
  node: SandboxNode;
  api: CoreV1Api;
  /** Text of the kubeconfig, and the file that holds it. */
  kubeconfig: string;
  kubeconfigPath: string;
  /**
   * Signs for all accounts on private keys: theirs never enter the program, so the sandbox does not
   * have them. PEM, PKCS#8.
   */
  signingKey: { kid: string; privateKey: string };
  /** Given when Neo4j does not boot or the control plane ends, with a SandboxError as its reason: waiting on is of no use. */
  failed: AbortSignal;
  /** Stops in reverse order whatever has been started; never throws. */
  stop(): Promise<void>;
}

/** @throws what the first part that does not start throws; the parts before it are stopped. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { report, directory } = options;
  const failure = new AbortController();
  const started: { name: string; stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) {
      await part.stop().catch((error: unknown) => report.step(`${part.name}: ${String(error)}`));
    }
  };
  try {
    const kid = "sandbox-rehearsal";
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const okta = new OktaEmulator({
      port: options.oktaPort,
      rehearsalKey: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
      control: true,
    });
    await okta.start();
    started.push({ name: "Okta emulator", stop: () => okta.stop() });
    report.step(`Okta emulator answers on ${okta.url}`);

    const plane = new ControlPlane({
      binaries: options.binaries,
      onFailure: (message) => failure.abort(new SandboxError("cluster-died", message)),
    });
    started.push({ name: "Kubernetes", stop: () => plane.stop() });
    await plane.start();
    const { kubeconfig } = plane;
    report.step("Kubernetes control plane is ready");
    const kubeconfigPath = join(directory, "kubeconfig");
    await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });

    const node = new SandboxNode({ kubeconfig, onEvent: watchPods(report, failure) });
    started.push({ name: "node", stop: () => node.stop() });
    await node.start();
    report.step("node is ready");
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    return {
      okta,
      node,
      api: config.makeApiClient(CoreV1Api),
      kubeconfig,
      kubeconfigPath,
      signingKey: {
        kid,
        privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      },
      failed: failure.signal,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A container that ends again after its first restart will not come up by itself. */
function watchPods(report: Reporter, failure: AbortController): (event: NodeEvent) => void {
  let backOffs = 0;
  return (event) => {
    if (event.type === "Normal") return;
    report.step(describeEvent(event));
    if (event.reason !== "BackOff") return;
    backOffs += 1;
    if (backOffs < 2) return;
    failure.abort(
      new SandboxError(
        "neo4j-boot",
        `Neo4j does not boot with these settings. What its Pod ${event.namespace}/${event.pod} printed is above.`,
      ),
    );
  };
}
