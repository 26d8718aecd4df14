import { type Result, s } from "hastscript";
import type { Edge, Graph } from "./graph.ts";
import { shortened } from "./shortened.ts";

/** In pixels, unless the screen is narrower: then all of it shrinks. */
const WIDTH = 420;
const ROW = 36;
const BOX = { height: 26, clients: 180, roles: 130 } as const;
const LABEL = { clients: 22, roles: 15 } as const;

/** The graph as SVG: a thick line for a gain, a dashed one for a loss. */
export function picture({ clients, roles, edges }: Graph): Result {
  const height = ROW * Math.max(clients.length, roles.length);
  const right = WIDTH - BOX.roles;
  return s(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", ariaLabel: "Roles that are gained and lost" },
    [
      ...edges.map((edge) =>
        s("path", { className: [edge.isGain ? "gained" : "lost"], d: curve(edge, right) }),
      ),
      ...clients.map((name, row) =>
        box(name, { x: 0, row, width: BOX.clients, most: LABEL.clients }),
      ),
      ...roles.map((name, row) =>
        box(name, { x: right, row, width: BOX.roles, most: LABEL.roles }),
      ),
    ],
  );
}

function middle(row: number): number {
  return ROW * row + ROW / 2;
}

function curve({ client, role }: Edge, right: number): string {
  const [from, to] = [middle(client), middle(role)];
  const turn = (BOX.clients + right) / 2;
  return `M${BOX.clients} ${from}C${turn} ${from} ${turn} ${to} ${right} ${to}`;
}

function box(
  name: string,
  { x, row, width, most }: { x: number; row: number; width: number; most: number },
): Result {
  const y = middle(row) - BOX.height / 2;
  return s("g", [
    s("rect", { x: x + 1, y, width: width - 2, height: BOX.height, rx: 5 }),
    s("text", { x: x + 9, y: y + 18 }, shortened(name, most)),
  ]);
}
