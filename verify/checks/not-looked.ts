import type { Verdict } from "./check.ts";

/** In a stack where people alone sign in, Okta and Neo4j hold nothing for services. */
export const PEOPLE_ALONE: Verdict = {
  status: "inapplicable",
  reason: "the stack has no service accounts",
};

/** Okta's objects cannot be read back. */
export const NO_API: Verdict = {
  status: "skipped",
  reason: "no credential for Okta's API was given (--okta-api)",
};

/** Neo4j's settings cannot be read back, and its native login is not tried. */
export const NO_BREAK_GLASS: Verdict = {
  status: "inapplicable",
  reason: "not asked for (--break-glass)",
};

/** Only Okta's objects can be read back. */
export const NOT_OKTA: Verdict = {
  status: "inapplicable",
  reason: "Okta is not its provider",
};
