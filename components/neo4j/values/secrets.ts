import type { Finding, Path } from "../../../access/finding.ts";
import { secretPaths } from "../../../access/secret-text.ts";
import { valuesFinding } from "./guards.ts";
import type { Values } from "./values.ts";

/** Objections to secrets anywhere in Helm values, by their name or their form. */
export function secretFindings(values: Values): Finding[] {
  return secretPaths(values).map(secret);
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
