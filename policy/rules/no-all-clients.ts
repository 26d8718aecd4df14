import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const noAllClients: ResourceRule = {
  name: "no-all-clients",
  description: "An access policy names its clients.",
  why: "With ALL_CLIENTS every app of the org gets these tokens, those of others and of tomorrow too.",
  fix: "list the client ids of the service apps",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-3", "AC-6"],
  types: [TYPES.policy],
  judge: (policy) => {
    const value = policy.texts("clientWhitelists");
    if (!value.includes("ALL_CLIENTS")) return [];
    const reason = "which lets every app of the org get these tokens";
    return [{ at: "clientWhitelists", value, reason }];
  },
};
