import { hasEnded, parseAccountNote } from "../../access/account-note.ts";
import { TYPES } from "../../access/effective/okta.ts";
import { isActive } from "../../access/effective/resource.ts";
import type { ResourceRule } from "../rule.ts";

export const expiredAccountsInactive: ResourceRule = {
  name: "expired-accounts-inactive",
  description: "An app whose last day is over is INACTIVE.",
  why: "An account that was agreed for a time would keep its roles for ever.",
  fix: "deploy again, which switches it off, or agree on another day",
  level: "mandatory",
  owasp: "NHI1",
  tags: ["AC-2"],
  types: [TYPES.app],
  judge: (app, { today }) => {
    const note = parseAccountNote(app.text("adminNote") ?? "");
    if (!hasEnded(note, today) || !isActive(app.resource)) return [];
    const value = app.text("status") ?? "ACTIVE";
    return [{ at: "status", value, reason: `although its last day was ${note.expires}` }];
  },
};
