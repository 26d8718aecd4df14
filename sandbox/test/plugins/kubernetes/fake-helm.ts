import {
  type Helm,
  HelmError,
  type HelmFactory,
  type RunOptions,
} from "../../../plugins/kubernetes/release/helm.ts";

interface FakeRelease {
  name: string;
  namespace: string;
  version: number;
  status: string;
  config: unknown;
}

const MANIFEST = `
apiVersion: v1
kind: ConfigMap
metadata: { name: neo4j-env, namespace: neo4j }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: neo4j, namespace: neo4j }
`;

/** The path of a chart whose folder is called like its version. */
const VERSIONED = /\/(\d+\.\d+\.\d+)$/;

/**
 * A Helm that keeps one release in memory: of the real one's command line, what the tests need. The
 * chart `missing` cannot be had, `broken` does not come up, `hang` waits until it is cancelled, of
 * `lost` and `refused` Helm records nothing.
 */
export class FakeHelm implements Helm {
  readonly calls: { args: string[]; input: string | undefined }[] = [];
  release: FakeRelease | undefined;
  kubeconfig = "";
  stopped = false;
  readonly hanging = Promise.withResolvers<void>();
  #signal: AbortSignal | undefined;

  /** What the plugin is made with. */
  readonly factory: HelmFactory = async (kubeconfig, signal) => {
    this.kubeconfig = kubeconfig;
    this.#signal = signal;
    return this;
  };

  /** The arguments of the calls that change something. */
  get writes(): string[][] {
    return this.calls
      .map(({ args }) => args)
      .filter(([name]) => /upgrade|uninstall/.test(name ?? ""));
  }

  /** What an earlier run has left behind. */
  leave(status: string, version = 1): void {
    this.release = { name: "neo4j", namespace: "neo4j", version, status, config: {} };
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }

  async run(args: string[], { input, evenIfCancelled = false }: RunOptions = {}): Promise<string> {
    const [command = "", second = "", third = ""] = args;
    if (this.#signal?.aborted === true && !evenIfCancelled)
      throw new HelmError(command, "cancelled");
    this.calls.push({ args, input });
    switch (command) {
      case "show":
        if (third === "missing") throw new HelmError(command, "repo missing not found");
        return `apiVersion: v2\nname: ${third}\nversion: ${VERSIONED.exec(third)?.[1] ?? "5.17.0"}\n`;
      case "upgrade":
        return this.#upgrade(second, third, args, input ?? "");
      case "uninstall":
        this.release = undefined;
        return "";
      default:
        return this.#show(command);
    }
  }

  async #upgrade(name: string, chart: string, args: string[], input: string): Promise<string> {
    const save = (status: string): void => {
      const version = (this.release?.version ?? 0) + 1;
      const namespace = args[args.indexOf("--namespace") + 1] ?? "";
      this.release = { name, namespace, version, status, config: JSON.parse(input) as unknown };
    };
    if (chart === "hang") {
      const cancelled = new Promise((resolve) => this.#signal?.addEventListener("abort", resolve));
      this.hanging.resolve();
      await cancelled;
      save("failed");
      throw new HelmError("upgrade", "cancelled");
    }
    if (chart === "refused") throw new HelmError("upgrade", `values are wrong: ${input}`);
    if (chart === "lost") return "";
    save(chart === "broken" ? "failed" : "deployed");
    if (chart === "broken") throw new HelmError("upgrade", `resource not ready: ${input}`);
    return "";
  }

  #show(command: string): string {
    if (this.release === undefined) throw new HelmError(command, "release: not found");
    const { name, namespace, version, status, config } = this.release;
    return JSON.stringify(
      command === "status"
        ? { version, config, manifest: MANIFEST }
        : { name, namespace, status, chart: "neo4j", version: "5.17.0", appVersion: "5.17.0" },
    );
  }
}
