import { meant } from "../../access/meant.ts";
import { NAMESPACE, type Problem } from "./problem.ts";

/** Configuration namespaces that this program and its providers read, and known keys of theirs. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  [NAMESPACE]: [],
  okta: [
    "accessToken",
    "apiToken",
    "backoff",
    "baseUrl",
    "clientId",
    "httpProxy",
    "logLevel",
    "maxApiCapacity",
    "maxRetries",
    "maxWaitSeconds",
    "minWaitSeconds",
    "orgName",
    "parallelism",
    "privateKey",
    "privateKeyId",
    "requestTimeout",
    "scopes",
  ],
  kubernetes: ["cluster", "context", "kubeconfig", "namespace"],
};

/**
 * Keys of the stack's file that nobody reads, because their namespace or name is misspelled.
 * Other keys may belong to tools of the user's own.
 */
export function misspelledKeys(keys: readonly string[]): Problem[] {
  return keys.flatMap((path) => {
    const [namespace = "", name = ""] = path.split(":");
    const known = KNOWN[namespace];
    const guess =
      known === undefined ? nearest(namespace, Object.keys(KNOWN)) : nearest(name, known);
    if (guess === undefined) return [];
    const key = known === undefined ? `${guess}:${name}` : `${namespace}:${guess}`;
    return [
      {
        code: "misspelled-key",
        path,
        message: "is a key that nobody reads",
        allowed: `${key}, or keys of other tools`,
        fix: `write ${key}, or remove it`,
      },
    ];
  });
}

function nearest(word: string, known: readonly string[]): string | undefined {
  return known.includes(word) ? undefined : meant(word, known);
}
