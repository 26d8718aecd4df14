import type { Report } from "../report.ts";

/** Which roles move, as a picture has it: clients on one side, roles on the other, by their names. */
export interface Graph {
  clients: readonly string[];
  roles: readonly string[];
  edges: readonly Edge[];
}

/** A role that a client gains or loses; numbers are places in the graph's lists. */
export interface Edge {
  client: number;
  role: number;
  isGain: boolean;
}

/** Clients of the same name and different client ids stay apart; databases do not. */
export function graphOf({ changes }: Report): Graph {
  const moves = changes.filter(({ code }) => code === "role-gained" || code === "role-lost");
  const names = new Map(moves.map(({ subject, clientId = subject }) => [clientId, subject]));
  const clients = [...names.keys()];
  const roles = [...new Set(moves.map(({ role = "" }) => role))];
  const edges = moves.map(({ code, subject, clientId = subject, role = "" }) => ({
    client: clients.indexOf(clientId),
    role: roles.indexOf(role),
    isGain: code === "role-gained",
  }));
  return {
    clients: [...names.values()],
    roles: roles.map((role) => (role === "*" ? "any role" : role)),
    edges: [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()],
  };
}
