import { parseAccountNote } from "../../access/account-note.ts";
import { TYPES } from "../../access/effective/okta.ts";
import type { ResourceRule } from "../rule.ts";

export const ownerAndPurpose: ResourceRule = {
  name: "owner-and-purpose",
  description: "A service app says who answers for it, and what it is for.",
  why: "Nobody takes away, or rotates, what nobody knows.",
  fix: 'write "Owner: a person or team. Purpose: what it is for.", as the settings owner and purpose do here',
  level: "advisory",
  production: "mandatory",
  owasp: "NHI1",
  tags: ["AC-2"],
  types: [TYPES.app],
  judge: (app) => {
    if (app.text("type") !== "service") return [];
    const note = parseAccountNote(app.text("adminNote") ?? "");
    const missing = (["owner", "purpose"] as const).filter((part) => note[part] === undefined);
    if (missing.length === 0 || app.open.has("adminNote")) return [];
    // Free text of people is not repeated in a log.
    return [{ at: "adminNote", reason: `names no ${missing.join(" and no ")}` }];
  },
};
