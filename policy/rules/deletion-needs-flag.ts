import { clientsOf, TYPES } from "../../access/effective/okta.ts";
import { text } from "../../access/effective/resource.ts";
import type { StackRule } from "../rule.ts";

const NAMES = { type: "array", items: { type: "string" }, default: [] } as const;

export const deletionNeedsFlag: StackRule = {
  name: "deletion-needs-flag",
  description: "A server, or more than a few accounts, go away only when that is said to be meant.",
  why: "Every service of a deleted server or account stops to work, and a new one has other keys.",
  fix: "take it back, or set meant in the rule's configuration for this one change",
  level: "mandatory",
  owasp: "NHI1",
  tags: ["AC-2", "CM-5"],
  config: {
    servers: { ...NAMES, description: "Names of the authorization servers before the change." },
    accounts: { ...NAMES, description: "Client ids before the change." },
    atMost: {
      type: "integer",
      minimum: 0,
      default: 3,
      description: "How many accounts may go away without the flag.",
    },
    meant: { type: "boolean", default: false, description: "True: the deletion is meant." },
  },
  judgeStack: (stack, { config }) => {
    if (config.meant === true) return [];
    const before = [config.servers, config.accounts] as [string[], string[]];
    const names = stack.of(TYPES.server).map((server) => text(server, "name"));
    // One that is not known yet is new, and so none of those that were there.
    const ids = clientsOf(stack.resources).map(({ clientId }) => clientId);
    const servers = before[0].filter((name) => !names.includes(name));
    const accounts = before[1].filter((id) => !ids.includes(id));
    const gone = [
      ...(servers.length === 0 ? [] : [{ at: "authorization servers", value: servers }]),
      ...(accounts.length <= Number(config.atMost) ? [] : [{ at: "accounts", value: accounts }]),
    ];
    return gone.map((one) => ({ ...one, reason: "which would go away" }));
  },
};
