import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How long Helm may take to end when it is asked to, in milliseconds. */
const STOP_TIMEOUT = 3_000;

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

/** Runs the Helm executable against one cluster. */
export class HelmCommand {
  readonly #path: string;
  readonly #kubeconfig: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #signal: AbortSignal;
  readonly #running = new Set<ChildProcess>();

  constructor(path: string, kubeconfig: string, signal: AbortSignal) {
    this.#path = path;
    this.#environment = withoutRedirections(process.env);
    this.#kubeconfig = kubeconfig;
    this.#signal = signal;
    // Asked to end, Helm marks the release as failed, so that the next command can take it up.
    signal.addEventListener("abort", () => this.#terminate(), { once: true });
  }

  /**
   * Runs one command.
   *
   * @returns standard output.
   * @throws HelmError with Helm's message.
   */
  async run(
    args: string[],
    { input = "", evenIfCancelled = false }: RunOptions = {},
  ): Promise<string> {
    const command = args[0] ?? "";
    if (this.#signal.aborted && !evenIfCancelled) throw new HelmError(command, "cancelled");
    const child = spawn(this.#path, [...args, "--kubeconfig", this.#kubeconfig], {
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

  /** Asks running commands to end, and makes them when they do not. */
  async stop(): Promise<void> {
    const ending = [...this.#running].map((child) => once(child, "close"));
    this.#terminate();
    const force = setTimeout(() => {
      for (const child of this.#running) child.kill("SIGKILL");
    }, STOP_TIMEOUT);
    await Promise.allSettled(ending);
    clearTimeout(force);
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
  const start = text.lastIndexOf("Error: ");
  return start < 0 ? text.trim() : text.slice(start + "Error: ".length).trim();
}
