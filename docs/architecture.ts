import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { instance } from "@viz-js/viz";

const ROOT = resolve(import.meta.dirname, "..");
const PICTURE = new URL("architecture.svg", import.meta.url);

/** The rooms of the house: folders that hold one idea each, in reading order. */
const ROOMS = {
  product: [
    "infra",
    "bootstrap",
    "components/okta",
    "components/neo4j",
    "components/kubernetes",
    "components",
    "access",
    "tokens",
    "okta-api",
    "neo4j-client",
    "command",
    "database",
    "policy",
    "verify",
    "review",
    "deployer",
    "account",
    "keygen",
    "credentials",
    "rotation",
    "doctor",
    "retire",
    "inventory",
    "drift",
    "browser-config",
  ],
  sandbox: [
    "sandbox/run",
    "sandbox/okta",
    "sandbox/neo4j",
    "sandbox/plugins",
    "sandbox/toolchain",
    "sandbox/process",
    "sandbox/kubernetes/control-plane",
    "sandbox/kubernetes/node",
  ],
} as const;

/** Which rooms import from which, as the files say: `[from, to]`, sorted, each once. */
export function roomImports(): [string, string][] {
  const edges = globSync(
    "{infra,bootstrap,components,access,tokens,okta-api,neo4j-client,command,database,policy,verify,review,deployer,doctor,retire,account,keygen,credentials,rotation,inventory,drift,browser-config,sandbox}/**/*.ts",
    {
      cwd: ROOT,
      exclude: ["**/node_modules/**", "sandbox/{test,bench}/**"],
    },
  ).flatMap((file) => importsOf(file).map((target) => [roomOf(file), roomOf(target)]));
  const texts = edges.flatMap(([from, to]) => (from && to && from !== to ? [`${from} ${to}`] : []));
  return [...new Set(texts)].sort().map((text) => text.split(" ") as [string, string]);
}

/** The picture of the rooms and their imports, as SVG. The same imports give the same bytes. */
export async function picture(): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(graph(roomImports()), { format: "svg" });
  return svg.slice(svg.indexOf("<svg"));
}

function importsOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  const specifiers = source.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...specifiers].map(([, to = ""]) => relative(ROOT, resolve(ROOT, dirname(file), to)));
}

/** The first room that holds the file: `components` is what lies outside its three rooms. */
function roomOf(file: string): string | undefined {
  return [...ROOMS.product, ...ROOMS.sandbox].find((room) => file.startsWith(`${room}/`));
}

/** Wide enough for fonts that are wider than the ones it was laid out with. */
function node(room: string): string {
  const label = room.replace(/^sandbox\//, "");
  return `"${room}" [label="${label}" width=${(0.3 + 0.095 * label.length).toFixed(2)}]`;
}

function graph(edges: readonly [string, string][]): string {
  const cluster = (name: keyof typeof ROOMS, label: string) =>
    `subgraph cluster_${name} { label="${label}" ${ROOMS[name].map(node).join(" ")} }`;
  return `digraph {
  graph [fontname="sans-serif" fontsize=13 style="rounded" color="#888888" ranksep=0.45]
  node [fontname="sans-serif" fontsize=12 shape=box style="rounded,filled" fillcolor="#f4f6fb" color="#4a5a8a"]
  edge [color="#4a5a8a" arrowsize=0.7]
  ${cluster("product", "the product")}
  ${cluster("sandbox", "the package @neo4j-okta/sandbox")}
  ${edges.map(([from, to]) => `"${from}" -> "${to}"`).join("\n  ")}
}`;
}

if (import.meta.main) {
  writeFileSync(PICTURE, await picture());
  console.log(`wrote ${relative(process.cwd(), fileURLToPath(PICTURE))}`);
}
