import type { Path } from "./finding.ts";
import { isMap, walk } from "./tree.ts";

/**
 * True for a text that holds a secret whatever it is called: a private key, a JSON Web Token, a URL
 * with a password, or `password=...` in any option. A trust store's password protects nothing.
 */
export function looksSecret(text: string): boolean {
  return (
    text.includes("PRIVATE KEY-----") ||
    /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}/.test(text) ||
    /\/\/[^\s/:@]*:[^\s/@]+@/.test(text) ||
    /(?<!trust_?store)(passw(or)?d|passphrase|secret|token)=[^\s&;]/i.test(text)
  );
}

const SECRET_NAME = /(passw(or)?d|secret|token|credential|api_?key|private_?key)$/i;

/** Names of variables, which say more freely what they hold. */
const SECRET_VARIABLE = /pass|secret|token|auth|credential|(api|access|private)_?key/i;

/** Names of Secrets, not secrets. */
const REFERENCE = /FromSecret$/;

/** True for a name that says that it holds a secret itself. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.trim()) && !REFERENCE.test(name.trim());
}

/** True for the name of an environment variable that says that it holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLE.test(name);
}

/** True for a setting of Neo4j that carries a secret, which its ConfigMap would show. */
export function isSecretSetting(name: string, value: string): boolean {
  return /(password|secret)$/.test(name) || looksSecret(value);
}

/** Where secrets stand in Helm values, by their name or their form. */
export function secretPaths(values: unknown): Path[] {
  return walk(values, (value, at) => {
    if (typeof value === "string") return looksSecret(value) || namedSecret(at) ? [at] : [];
    return isSecretPair(value) ? [[...at, "value"]] : [];
  });
}

function namedSecret(at: Path): boolean {
  const aboutObject = at.includes("annotations") || at.includes("labels");
  return isSecretName(String(at.at(-1))) && !aboutObject;
}

/** An environment variable of a container, with its value instead of a reference. */
function isSecretPair(pair: unknown): boolean {
  if (!isMap(pair) || typeof pair.value !== "string") return false;
  return typeof pair.name === "string" && isSecretVariable(pair.name);
}
