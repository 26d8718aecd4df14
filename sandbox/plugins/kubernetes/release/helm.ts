import { type ChildProcess, type ExecFileException, execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

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
    const file = join(directory, "kubeconfig");
    await writeFile(file, kubeconfig, { mode: 0o600 });
    const env = withoutRedirections(process.env);
    const running = new Map<ChildProcess, Promise<unknown>>();
    let stopped = false;
    const terminate = (): void => {
      for (const child of running.keys()) child.kill("SIGTERM");
    };
    // Asked to end, Helm marks the release as failed, so that the next command can take it up.
    signal.addEventListener("abort", terminate, { once: true });

    return {
      async run(args, { input = "", evenIfCancelled = false } = {}) {
        const command = args[0] ?? "";
        const cancelled = (): boolean => stopped || (signal.aborted && !evenIfCancelled);
        if (cancelled()) throw new HelmError(command, "cancelled");
        const ended = execute(path, [...args, "--kubeconfig", file], { env, maxBuffer: Infinity });
        const { child } = ended;
        running.set(child, ended);
        // A command that ends before it has read its input breaks the pipe; its exit status says why.
        child.stdin?.on("error", () => undefined);
        child.stdin?.end(input);
        try {
          return (await ended).stdout;
        } catch (error) {
          throw new HelmError(
            command,
            cancelled() ? "cancelled" : reason(error as ExecFileException),
          );
        } finally {
          running.delete(child);
        }
      },
      async stop() {
        stopped = true;
        const ending = [...running.values()];
        terminate();
        const force = setTimeout(() => {
          for (const child of running.keys()) child.kill("SIGKILL");
        }, stopTimeout);
        await Promise.allSettled(ending);
        clearTimeout(force);
        await rm(directory, { recursive: true, force: true });
      },
    };
  };
}

/** The environment without the variables that would send Helm to another cluster or namespace. */
function withoutRedirections(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(KUBECONFIG|HELM_(KUBE.*|NAMESPACE|DRIVER.*))$/.test(name),
  );
  return Object.fromEntries(kept);
}

/** Why a command failed: Helm's error without its warnings and log lines. */
function reason({ code, message, stderr = "" }: ExecFileException): string {
  if (typeof code === "string") return `could not be run: ${message}`;
  return (/^Error: (.*)/ms.exec(stderr)?.[1] ?? stderr).trim();
}
