import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { withoutNoise, withStableNames } from "./recorded-preview.ts";

const FOLDER = resolve(import.meta.dirname, "../golden/review/states");

/** Pulumi's marks of an encrypted value, and of a secret one. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A resource of a state, as JSON. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  created?: string;
  modified?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  propertyDependencies?: Record<string, string[]>;
}

/** What `pulumi stack export` prints, as JSON. */
export interface ExportedState {
  version: number;
  features?: string[];
  deployment: { resources: StateResource[]; pending_operations?: unknown[] };
}

/**
 * What `pulumi stack export` printed, without what differs from run to run: addresses, ids, times,
 * cipher texts, and what a cluster answers.
 */
export function recordableState(text: string): ExportedState {
  const { version, deployment } = JSON.parse(text) as ExportedState;
  const resources = deployment.resources
    .map((one) => ({ ...(withoutNoise(one) as StateResource), ...times(one) }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const stable = JSON.stringify(withStableNames({ version, deployment: { resources } }))
    .replace(/"ciphertext":"[^"]*"/g, '"ciphertext":"v1:AAAA:AAAA"')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "00000000-0000-4000-8000-000000000000")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-02T03:04:05.678901234Z")
    .replace(/"kid":"[^"]*"/g, '"kid":"server-key"');
  return JSON.parse(stable) as ExportedState;
}

function times({ created, modified }: StateResource): Pick<StateResource, "created" | "modified"> {
  return { ...(created && { created }), ...(modified && { modified }) };
}

/** The state of a stack that the real engine deployed. */
export function recordedState(name: string): ExportedState {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8")) as ExportedState;
}

/** The same with what a cluster answers, which is not recorded, as it was declared. */
export function deployedState(): ExportedState {
  const state = recordedState("one-account");
  for (const resource of state.deployment.resources) {
    if (resource.type.startsWith("kubernetes:")) resource.outputs = resource.inputs ?? {};
  }
  return state;
}

/** What the real engine had deployed before the recorded previews of a base. */
export function stateBefore(base: string): ExportedState {
  const { steps } = JSON.parse(readFileSync(`${FOLDER}/../previews/${base}.json`, "utf8"));
  const resources = steps.map(({ oldState }: { oldState: StateResource }) => oldState);
  return { version: 3, deployment: { resources } };
}

/**
 * The same with its secrets in the clear, as `--show-secrets` prints them.
 *
 * @returns the text, and the secrets in it
 */
export function withPlainSecrets(state: ExportedState): { text: string; secrets: string[] } {
  const secrets: string[] = [];
  const text = JSON.stringify(state, (_, value) => {
    if (typeof value?.ciphertext !== "string") return value;
    const secret = `plain-secret-${secrets.length}`;
    secrets.push(secret);
    return { ...SECRET, plaintext: JSON.stringify(secret) };
  });
  return { text, secrets };
}
