import type { Code } from "../../access/difference/codes.ts";
import type { Report } from "../report.ts";

/** Which roles move, as a picture has it: clients and groups of people on one side, roles on the other, by their names. */
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

const GAINS: ReadonlySet<Code> = new Set(["role-gained", "people-role-gained", "people-admin"]);
const LOSSES: ReadonlySet<Code> = new Set(["role-lost", "people-role-lost"]);

/** Clients of the same name and different client ids stay apart; databases do not. */
export function graphOf({ changes }: Report): Graph {
  const moves = changes.filter(({ code }) => GAINS.has(code) || LOSSES.has(code));
  const names = new Map(moves.map(({ subject, clientId = subject }) => [clientId, subject]));
  const clients = [...names.keys()];
  const roles = [...new Set(moves.map(({ role = "" }) => role))];
  const edges = moves.map(({ code, subject, clientId = subject, role = "" }) => ({
    client: clients.indexOf(clientId),
    role: roles.indexOf(role),
    isGain: GAINS.has(code),
  }));
  return {
    clients: [...names.values()],
    roles: roles.map((role) => (role === "*" ? "any role" : role)),
    edges: [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()],
  };
}
