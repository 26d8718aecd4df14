import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

/** Okta's own, where a rule says nothing. */
const DEFAULT_MINUTES = 60;

export const tokenLifetime: ResourceRule = {
  name: "token-lifetime",
  description: "Access tokens live no longer than the environment allows.",
  why: "A stolen token works, and a role that was taken away lasts, until the token ends.",
  fix: "shorten it; services get a new token before the old one ends",
  level: "mandatory",
  owasp: "NHI7",
  tags: ["AC-12", "RFC 9700"],
  config: {
    maxMinutes: {
      type: "integer",
      minimum: 5,
      maximum: 1440,
      default: 60,
      description: "The longest lifetime, in minutes.",
    },
  },
  types: [TYPES.rule],
  judge: (rule, { config }) => {
    const at = "accessTokenLifetimeMinutes";
    const value = Number(rule.value(at) ?? DEFAULT_MINUTES);
    const most = Number(config.maxMinutes);
    const concerns = rule.texts("grantTypeWhitelists").some((grant) => GRANTS.includes(grant));
    if (!concerns || value <= most || rule.open.has(at)) return [];
    return [{ at, value, reason: `longer than the ${most} minutes of this environment` }];
  },
};

const GRANTS = ["client_credentials", "*"];
