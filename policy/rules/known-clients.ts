import { appsOf, TYPES } from "../../access/effective/okta.ts";
import { nameOf, text, texts, Unknown } from "../../access/effective/resource.ts";
import type { StackRule } from "../rule.ts";

export const knownClients: StackRule = {
  name: "known-clients",
  description: "An access policy lists clients that the stack declares.",
  why: "Roles of a client that no stack declares are reviewed by nobody.",
  fix: "declare its app here, remove it, or list it under others in the rule's configuration",
  level: "mandatory",
  owasp: "NHI5",
  tags: ["AC-3", "AC-6"],
  config: {
    others: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Client ids of other stacks that are meant.",
    },
  },
  judgeStack: (stack, { config }) => {
    const clients = appsOf(stack.resources);
    const urns = new Set(clients.map(({ app }) => app.urn));
    const ids = new Set([
      "ALL_CLIENTS",
      ...clients.flatMap(({ app, clientId }) => [clientId, app.id, text(app, "id")]),
      ...(config.others as string[]),
    ]);
    return stack.of(TYPES.policy).flatMap((policy) => {
      const strangers = [texts(policy, "clientWhitelists")].flat().flatMap((client) => {
        if (!(client instanceof Unknown)) return ids.has(client) ? [] : [client];
        const isOwn = client.from.some((urn) => urns.has(urn));
        if (!isOwn) stack.open.add(`clientWhitelists of ${nameOf(policy)}`);
        return [];
      });
      if (strangers.length === 0) return [];
      const reason = "clients that no app of this stack has";
      return [{ urn: policy.urn, at: "clientWhitelists", value: strangers, reason }];
    });
  },
};
