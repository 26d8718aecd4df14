import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { lock } from "proper-lockfile";
import { SandboxError } from "../errors.ts";
import { type Declared, describeDeclared } from "./declared.ts";

/** A backend of Pulumi's in a folder, and what its secrets are encrypted with. */
export interface StackState {
  directory: string;
  /** File of the passphrase, for this user alone: a process's variables are more easily read. */
  passphraseFile: string;
}

/** Makes an empty state, and a passphrase of its own, in a folder. */
export async function createState(parent: string): Promise<StackState> {
  const state = stateIn(parent);
  await mkdir(state.directory, { recursive: true, mode: 0o700 });
  await writeFile(state.passphraseFile, randomBytes(24).toString("base64"), { mode: 0o600 });
  return state;
}

function stateIn(parent: string): StackState {
  return { directory: join(parent, "state"), passphraseFile: join(parent, "passphrase") };
}

const STALE = 10_000;

/**
 * The state of a stack that is rehearsed in a cluster of the user's. It is kept in the user's cache
 * folder until the stack has been destroyed, so that the run after a killed one can do that.
 */
export class KeptState {
  readonly #directory: string;
  readonly #release: () => Promise<void>;
  #earlier: boolean;
  #holds = false;

  private constructor(directory: string, earlier: boolean, release: () => Promise<void>) {
    this.#directory = directory;
    this.#earlier = earlier;
    this.#release = release;
  }

  /**
   * @param cache the user's cache folder
   * @param stale milliseconds after which the lock of a killed run counts as abandoned; at least 2000
   * @throws SandboxError `cluster-busy` while another run has it
   */
  static async open(
    cache: string,
    kubeconfig: KubeConfig,
    stack: { project: string; name: string },
    stale = STALE,
  ): Promise<KeptState> {
    const { server = "", caData = "", caFile = "" } = kubeconfig.getCurrentCluster() ?? {};
    const identity = JSON.stringify([server, caData, caFile, stack.project, stack.name]);
    const key = createHash("sha256").update(identity).digest("hex").slice(0, 16);
    const all = join(cache, "rehearsals");
    await mkdir(all, { recursive: true, mode: 0o700 });
    const directory = join(all, `${stack.project}-${stack.name}-${key}`);
    const release = await lock(directory, {
      realpath: false,
      stale,
      // A killed run's lock is abandoned soon.
      retries: { retries: stale / 1_000 + 2, factor: 1, minTimeout: 1_000 },
      onCompromised: () => {},
    }).catch(() => {
      throw new SandboxError(
        "cluster-busy",
        `another run rehearses stack ${stack.name} of ${stack.project} in this cluster. Fix: wait for its end, or stop it.`,
      );
    });
    return new KeptState(directory, existsSync(directory), release);
  }

  /** Whether an earlier run of the same stack in the same cluster left something. */
  get earlier(): boolean {
    return this.#earlier;
  }

  /** Whether this run or an earlier one has put something into the cluster that is not known to be gone. */
  get holds(): boolean {
    return this.#holds || this.#earlier;
  }

  /** The state, of the earlier run if there was one. */
  async state(): Promise<StackState> {
    return this.#earlier ? stateIn(this.#directory) : createState(this.#directory);
  }

  /** Notes by name what is going to be in the cluster: to be deleted by hand if all else fails. */
  async record(declared: Declared): Promise<void> {
    this.#holds = true;
    const { namespaces, releases } = declared;
    await writeFile(this.#file, JSON.stringify({ namespaces, releases }), { mode: 0o600 });
  }

  /** What was recorded; nothing if the run had not come so far. */
  async recorded(): Promise<Declared> {
    const text = await readFile(this.#file, "utf8").catch(() => undefined);
    return text === undefined ? { namespaces: [], releases: [] } : JSON.parse(text);
  }

  /** What is to be done by hand, in one sentence. */
  async byHand(): Promise<string> {
    const names = describeDeclared(await this.recorded().catch(() => NOTHING));
    return `Fix: delete from the cluster what is there of ${names.join(", ") || "the stack"}, then the folder ${this.#directory}.`;
  }

  /** To be called when nothing of the stack is left in the cluster. */
  async remove(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
    this.#earlier = false;
    this.#holds = false;
  }

  /** Lets other runs have it. */
  async close(): Promise<void> {
    await this.#release().catch(() => {});
  }

  get #file(): string {
    return join(this.#directory, "objects.json");
  }
}

const NOTHING: Declared = { namespaces: [], releases: [] };
