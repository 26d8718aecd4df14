/** What was looked at before a deployment, and what was found. */
export interface Finding {
  /** Stable, e.g. `okta.permission`. */
  id: string;
  status: "ok" | "warning" | "failed" | "not-looked-at";
  /** What was looked at, e.g. `okta.apps.manage on apps`. */
  what: string;
  /** What was found; why it was not looked at. */
  found: string;
  /** One line that mends it; only where something is to be mended. */
  fix?: string;
}

/** It is as it has to be. */
export function ok(id: string, what: string, found: string): Finding {
  return { id, status: "ok", what, found };
}

/** A deployment would fail. */
export function failed(id: string, what: string, found: string, fix: string): Finding {
  return { id, status: "failed", what, found, fix };
}

/** A deployment goes on, but somebody should know. */
export function warning(id: string, what: string, found: string, fix: string): Finding {
  return { id, status: "warning", what, found, fix };
}

/** Nobody can say. */
export function notLookedAt(id: string, what: string, found: string, fix?: string): Finding {
  return { id, status: "not-looked-at", what, found, ...(fix === undefined ? {} : { fix }) };
}
