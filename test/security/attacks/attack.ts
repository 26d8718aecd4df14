import { productionSettings, validAccount, validSettings } from "../../support/settings.ts";

/** Settings that would give somebody more than is declared, and how they are refused. */
export interface Attack {
  /** What the attacker gains, as the rest of a test's name. */
  gain: string;
  code: string;
  /** Without the namespace. */
  path: string;
  message: string;
  settings: Record<string, unknown>;
}

type Changes = Record<string, unknown>;

/** An attack by a whole set of settings. */
export function attack(
  gain: string,
  code: string,
  path: string,
  message: string,
  changes: Changes,
): Attack {
  return { gain, code, path, message, settings: validSettings(changes) };
}

/** An attack by Helm values; `path` is seen from there. */
export function byValues(
  gain: string,
  code: string,
  path: string,
  message: string,
  values: Changes,
): Attack {
  return attack(gain, code, `neo4j.values.${path}`, message, {
    neo4j: { license: "eval", values },
  });
}

/** An attack by one account's settings. */
export function byAccounts(
  gain: string,
  code: string,
  path: string,
  message: string,
  accounts: Changes[],
): Attack {
  return attack(gain, code, `accounts${path}`, message, { accounts: accounts.map(validAccount) });
}

/** What a stack marked `production` may do under a waiver only; `neo4j` replaces its settings. */
export function inProduction(
  gain: string,
  rule: string,
  path: string,
  message: string,
  neo4j: Changes,
  changes: Changes = {},
): Attack {
  const settings = productionSettings({ neo4j: { license: "yes", ...neo4j }, ...changes });
  return { gain, code: `production-${rule}`, path: `neo4j.${path}`, message, settings };
}
