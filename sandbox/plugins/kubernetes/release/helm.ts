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
