import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Helm ended with an error; the message is Helm's own. */
export class HelmError extends Error {
  constructor(command: string, text: string) {
    super(`helm ${command}: ${text}`);
    this.name = "HelmError";
  }
}

/** How one command is run. */
export interface RunOptions {
  /** What Helm reads from its standard input, so that no value is in a file or argument. */
  input?: string;
  /** For looking up what a cancelled command has left. */
  evenIfCancelled?: boolean;
}

/** Helm for one cluster. */
export interface Helm {
  /**
   * Runs one command.
   *
   * @returns standard output.
   * @throws HelmError with Helm's message.
   */
  run(args: string[], options?: RunOptions): Promise<string>;
  /** Ends commands that still run and removes what Helm was given to run with. */
  stop(): Promise<void>;
}

/**
 * Prepares Helm for the cluster of a kubeconfig.
 *
 * @param signal aborted when the engine cancels: running commands are asked to end.
 */
export type HelmFactory = (kubeconfig: string, signal: AbortSignal) => Promise<Helm>;

/**
 * Helm by the executable at `path`. The kubeconfig is written to a folder and file that only the
 * owner can read, and that `stop` removes.
 *
 * @param stopTimeout milliseconds that Helm may take to end when it is asked to, before it is killed.
 *   The default leaves the engine's own five seconds enough.
 */
export function helmExecutable(path: string, stopTimeout = 3_000): HelmFactory {
  return async (kubeconfig, signal) => {
    const directory = await mkdtemp(join(tmpdir(), "neo4j-okta-helm-"));
    await writeFile(join(directory, "kubeconfig"), kubeconfig, { mode: 0o600 });
    return new HelmCommand(path, directory, signal, stopTimeout);
  };
}

/** Runs the Helm executable against one cluster. */
class HelmCommand implements Helm {
  readonly #path: string;
  readonly #directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal;
  readonly #stopTimeout: number;
  readonly #running = new Set<ChildProcess>();
  #stopped = false;

  constructor(path: string, directory: string, signal: AbortSignal, stopTimeout: number) {
    this.#path = path;
    this.#environment = withoutRedirections(process.env);
    this.#directory = directory;
    this.#signal = signal;
    this.#stopTimeout = stopTimeout;
    // Asked to end, Helm marks the release as failed, so that the next command can take it up.
    signal.addEventListener("abort", () => this.#terminate(), { once: true });
  }

  async run(
    args: string[],
    { input = "", evenIfCancelled = false }: RunOptions = {},
  ): Promise<string> {
    const command = args[0] ?? "";
    if (this.#stopped || (this.#signal.aborted && !evenIfCancelled)) {
      throw new HelmError(command, "cancelled");
    }
    const kubeconfig = join(this.#directory, "kubeconfig");
    const child = spawn(this.#path, [...args, "--kubeconfig", kubeconfig], {
      env: this.#environment,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#running.add(child);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    // A command that ends before it has read its input breaks the pipe; its exit status says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    try {
      const [status] = (await once(child, "close")) as [number | null];
      if (status === 0) return Buffer.concat(output).toString("utf8");
    } catch (error) {
      throw new HelmError(command, `could not be run: ${(error as Error).message}`);
    } finally {
      this.#running.delete(child);
    }
    if (this.#signal.aborted && !evenIfCancelled) throw new HelmError(command, "cancelled");
    throw new HelmError(command, sentence(Buffer.concat(errors).toString("utf8")));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const ending = [...this.#running].map((child) => once(child, "close"));
    this.#terminate();
    const force = setTimeout(() => {
      for (const child of this.#running) child.kill("SIGKILL");
    }, this.#stopTimeout);
    await Promise.allSettled(ending);
    clearTimeout(force);
    await rm(this.#directory, { recursive: true, force: true });
  }

  #terminate(): void {
    for (const child of this.#running) child.kill("SIGTERM");
  }
}

/** The environment without the variables that would send Helm to another cluster or namespace. */
function withoutRedirections(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(KUBECONFIG|HELM_(KUBE.*|NAMESPACE|DRIVER.*))$/.test(name),
  );
  return Object.fromEntries(kept);
}

/** Helm's error without its warnings and log lines. */
function sentence(text: string): string {
  const error = /^Error: (.*)/ms.exec(text)?.[1];
  return (error ?? text).trim();
}
