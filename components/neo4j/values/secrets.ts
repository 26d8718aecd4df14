import type { Finding, Path } from "../../../access/finding.ts";
import { looksSecret } from "../secret-text.ts";
import { valuesFinding } from "./guards.ts";
import { isMap, type Values, walk } from "./values.ts";

const SECRET_NAME = /(passw(or)?d|secret|token|credential|api_?key|private_?key)$/i;

/** Names of variables, which say more freely what they hold. */
const SECRET_VARIABLE = /pass|secret|token|auth|credential|(api|access|private)_?key/i;

/** Names of Secrets, not secrets. */
const REFERENCE = /FromSecret$/;

/** Objections to secrets anywhere in Helm values, by their name or their form. */
export function secretFindings(values: Values): Finding[] {
  return walk(values, (value, at) => {
    if (typeof value === "string") return looksSecret(value) || namedSecret(at) ? [secret(at)] : [];
    return isSecretPair(value) ? [secret([...at, "value"])] : [];
  });
}

/** An objection to a secret in Helm values. */
export function secret(at: Path): Finding {
  return valuesFinding(
    "values-secret",
    at,
    "would put a secret into the Helm release in the clear",
    "keep it in a Kubernetes Secret, and refer to that",
  );
}

/** True for the name of an environment variable that says that it holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name);
}

function namedSecret(at: Path): boolean {
  const name = String(at.at(-1)).trim();
  const aboutObject = at.includes("annotations") || at.includes("labels");
  return SECRET_NAME.test(name) && !REFERENCE.test(name) && !aboutObject;
}

/** An environment variable of a container, with its value instead of a reference. */
function isSecretPair(pair: unknown): boolean {
  if (!isMap(pair) || typeof pair.value !== "string") return false;
  return typeof pair.name === "string" && isSecretVariable(pair.name);
}
