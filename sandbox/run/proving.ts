import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loopbackPastProxies } from "./environment.ts";
import { type Handover, readResult, writeHandover } from "./handover.ts";
import type { Harness } from "./harness.ts";
import type { Held } from "./in-users-cluster.ts";
import type { Doors } from "./live/doors.ts";
import type { Journal } from "./outcome/journal.ts";
import type { Plan } from "./plan.ts";
import type { Reporter } from "./reporter.ts";
import { reachableServices } from "./services.ts";
import type { Proof } from "./verifier.ts";

/** Proves a deployed stack by the user's verifier, again and again. */
export class Proving {
  readonly #harness: Harness;
  readonly #plan: Plan;
  readonly #held: Held | undefined;
  readonly #doors: Doors;
  #handover: Handover | undefined;

  /** @param held the stack in a cluster of the user's */
  constructor(harness: Harness, plan: Plan, held: Held | undefined, doors: Doors) {
    this.#harness = harness;
    this.#plan = plan;
    this.#held = held;
    this.#doors = doors;
  }

  /** What the verifier was told last; undefined: nothing has been deployed yet. */
  get handover(): Handover | undefined {
    return this.#handover;
  }

  /** @param outputs of the stack, secrets in the clear */
  async prove(
    outputs: Record<string, unknown>,
    report: Reporter,
    signal: AbortSignal,
    journal: Journal,
  ): Promise<Proof> {
    const { path, handover } = await this.#handOver(outputs);
    this.#handover = handover;
    try {
      return await this.#plan.verifier(path, report, signal, verifierEnvironment(handover));
    } finally {
      journal.proofResult = await readResult(handover);
    }
  }

  async #handOver(outputs: Record<string, unknown>) {
    const { world, directory } = this.#harness;
    const { program, name } = this.#plan.rehearsed;
    const ca = join(directory, "okta-ca.pem");
    if (world.ca !== undefined) await writeFile(ca, world.ca);
    const { namespaces = [], releases = [] } = this.#held?.declared ?? {};
    const all = new Set([...namespaces, ...releases.map(({ namespace }) => namespace)]);
    const services = await reachableServices(world, this.#held && [...all]);
    return writeHandover(directory, outputs, {
      project: program.name,
      stack: name,
      okta: {
        url: world.okta.org.url,
        accessToken: world.okta.accessToken,
        ...(world.ca === undefined ? {} : { ca }),
      },
      signingKey: world.signingKey,
      kubeconfig: world.kubeconfigPath,
      services: await this.#doors.lead(services),
    });
  }
}

/** A verifier on Node.js trusts the org's CA, and goes to the org past proxies. */
function verifierEnvironment({ okta: { ca, url } }: Handover): NodeJS.ProcessEnv {
  if (ca === undefined) return {};
  return { NODE_EXTRA_CA_CERTS: ca, ...loopbackPastProxies(process.env, new URL(url).hostname) };
}
