import { TYPES } from "../../access/effective/okta.ts";
import type { Breach, ResourceRule } from "../rule.ts";

export const scopeNotPublished: ResourceRule = {
  name: "scope-not-published",
  description: "A scope is neither in the server's public metadata nor granted by default.",
  why: "A default scope comes without being asked for, and the metadata tells strangers what to ask for.",
  fix: "set metadataPublish to NO_CLIENTS and default to false",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-6", "CM-7"],
  types: [TYPES.scope],
  judge: (scope) => {
    // The provider publishes a scope that does not say.
    const published = scope.text("metadataPublish") ?? "ALL_CLIENTS";
    const isPublished = published !== "NO_CLIENTS" && !scope.open.has("metadataPublish");
    const found: Breach[] = [];
    if (isPublished) {
      const reason = "which puts the scope into the server's public metadata";
      found.push({ at: "metadataPublish", value: published, reason });
    }
    if (String(scope.value("default")) === "true") {
      const reason = "so that a client gets the scope without asking for it";
      found.push({ at: "default", value: true, reason });
    }
    return found;
  },
};
