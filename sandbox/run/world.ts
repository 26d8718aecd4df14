import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { SandboxError } from "../errors.ts";
import {
  ControlPlane,
  type ControlPlaneBinaries,
} from "../kubernetes/control-plane/control-plane.ts";
import type { Endpoint } from "../kubernetes/node/endpoints.ts";
import { SandboxNode } from "../kubernetes/node/node.ts";
import type { NodeEvent } from "../kubernetes/node/node-event.ts";
import { nodeStandIn } from "../kubernetes/node/stand-in.ts";
import { OktaEmulator } from "../okta/emulator.ts";
import type { Seed } from "../okta/seed/file.ts";
import { issueCertificate } from "../okta/tls/certificate.ts";
import { Failure } from "./failure.ts";
import { MissingObjects } from "./missing-objects.ts";
import { PortForwards } from "./port-forwards.ts";
import type { Reporter } from "./reporter.ts";
import type { UsersCluster } from "./users-cluster.ts";

export interface WorldOptions {
  /** The run's own folder. */
  directory: string;
  binaries: ControlPlaneBinaries;
  /** The user's, to be used in place of one that is started. */
  cluster: UsersCluster | undefined;
  /** Loopback port of the Okta emulator; 0: a free one. */
  oktaPort: number;
  /** What the org has before any stack; undefined: what every org has. */
  seed?: Seed | undefined;
  report: Reporter;
}

/** The org and the cluster of one run. */
export interface World {
  okta: OktaEmulator;
  /** The CA (PEM) of an org that answers by https; undefined: it answers on loopback only. */
  ca: string | undefined;
  api: CoreV1Api;
  /** The way from this machine to a Service's port. */
  reach: { endpoint(namespace: string, name: string, port: number): Promise<Endpoint> };
  /** Text of the kubeconfig, and the file that holds it. */
  kubeconfig: string;
  kubeconfigPath: string;
  /**
   * Signs for all accounts on private keys: theirs never enter the program, so the sandbox does not
   * have them. PEM, PKCS#8.
   */
  signingKey: { kid: string; privateKey: string };
  /** Given when Neo4j cannot boot or the control plane ends, with a SandboxError as its reason: waiting on is of no use. */
  readonly failed: AbortSignal;
  /** Makes waiting of use again, for other settings; not after the control plane has ended. */
  recover(): void;
  /** Told what the engine does, so that a wait of no use is recognized. */
  notice(event: EngineEvent): void;
  /** Stops in reverse order whatever has been started; never throws. */
  stop(): Promise<void>;
}

interface Part {
  name: string;
  stop(): Promise<void>;
}

/** @throws what the first part that does not start throws; the parts before it are stopped. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { report, directory, cluster } = options;
  const failure = new Failure(report);
  const started: Part[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) {
      await part.stop().catch((error: unknown) => report.step(`${part.name}: ${String(error)}`));
    }
  };
  try {
    const kid = "sandbox-rehearsal";
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const identity = cluster && issueCertificate(cluster.oktaHost);
    const okta = new OktaEmulator({
      port: options.oktaPort,
      rehearsalKey: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
      control: true,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(cluster && identity
        ? { outside: { host: cluster.oktaHost, address: cluster.oktaAddress, ...identity } }
        : {}),
    });
    await okta.start();
    started.push({ name: "Okta emulator", stop: () => okta.stop() });
    report.step(`Okta emulator answers on ${okta.url}`);
    if (cluster) {
      report.step(
        `reachable from outside of this machine: ${okta.org.url}, where all but tokens and discovery asks for a secret of this run`,
      );
    }
    const config = cluster?.kubeconfig ?? (await startCluster(options, started, failure));
    const kubeconfig = config.exportConfig();
    const kubeconfigPath = join(directory, "kubeconfig");
    await writeFile(kubeconfigPath, kubeconfig, { mode: 0o600 });
    const api = config.makeApiClient(CoreV1Api);
    const missing = new MissingObjects(api, (error) => failure.give(error));
    const onEvent = (event: NodeEvent) => {
      failure.seePod(event);
      missing.seePod(event);
    };
    const standIn = nodeStandIn({ identityProvider: new URL(okta.org.url).origin });
    const reach = cluster
      ? new PortForwards(config)
      : new SandboxNode({ kubeconfig, standIn, onEvent });
    started.push({ name: "node", stop: () => reach.stop() });
    if (reach instanceof SandboxNode) {
      await reach.start();
      report.step("node is ready");
    }
    return {
      okta,
      ca: identity?.ca,
      reach,
      api,
      kubeconfig,
      kubeconfigPath,
      signingKey: {
        kid,
        privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
      },
      get failed() {
        return failure.signal;
      },
      recover: () => failure.recover(),
      notice: (event) => {
        missing.seeEngine(event);
        failure.seeEngine(event);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startCluster(
  { binaries, report }: WorldOptions,
  started: Part[],
  failure: Failure,
): Promise<KubeConfig> {
  const plane = new ControlPlane({
    binaries,
    onFailure: (message) => failure.give(new SandboxError("cluster-died", message)),
  });
  started.push({ name: "Kubernetes", stop: () => plane.stop() });
  report.step("Kubernetes control plane starts");
  await plane.start();
  report.step("Kubernetes control plane is ready");
  const config = new KubeConfig();
  config.loadFromString(plane.kubeconfig);
  return config;
}
