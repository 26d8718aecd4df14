import type { Finding, Path } from "../../../access/finding.ts";
import { valuesFinding } from "./guards.ts";
import { isMap, type Values } from "./values.ts";

const SECRET_NAME = /(passw(or)?d|secret|token|credential|api_?key|private_?key)$/i;

/** Names of Secrets, not secrets. */
const REFERENCE = /FromSecret$/;

/** Objections to secrets anywhere in Helm values, by their name or their form. */
export function secretFindings(values: Values): Finding[] {
  return walk(values, []);
}

function walk(value: unknown, at: Path): Finding[] {
  if (typeof value === "string") return looksSecret(value) || namedSecret(at) ? [fault(at)] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...at, index]));
  if (!isMap(value)) return [];
  if (isSecretVariable(value)) return [fault([...at, "value"])];
  return Object.entries(value).flatMap(([key, part]) => walk(part, [...at, key]));
}

function looksSecret(text: string): boolean {
  return (
    text.includes("PRIVATE KEY-----") ||
    /\/\/[^\s/:@]*:[^\s/@]+@/.test(text) ||
    /[?&;](password|secret|token)=[^\s&;]/i.test(text)
  );
}

function namedSecret(at: Path): boolean {
  const name = String(at.at(-1)).trim();
  const aboutObject = at.includes("annotations") || at.includes("labels");
  return SECRET_NAME.test(name) && !REFERENCE.test(name) && !aboutObject;
}

/** An environment variable of a further container, with its value instead of a reference. */
function isSecretVariable({ name, value }: Values): boolean {
  return typeof name === "string" && typeof value === "string" && SECRET_NAME.test(name);
}

function fault(at: Path): Finding {
  return valuesFinding(
    "values-secret",
    at,
    "would put a secret into the Helm release in the clear",
    "keep it in a Kubernetes Secret, and refer to that",
  );
}
