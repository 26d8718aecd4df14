import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { locateToolchain } from "@neo4j-okta/sandbox/toolchain";
import { parseAllDocuments } from "yaml";

/** A Kubernetes object or a part of one, as it came out of the chart. */
export type Tree = Record<string, unknown>;

/** The rendered objects by kind and name, e.g. `StatefulSet neo4j`. */
export type Objects = ReadonlyMap<string, Tree>;

/** The stand-in chart; another one, such as the official one, by the variable RENDERED_CHART. */
const CHART =
  process.env.RENDERED_CHART ?? resolve(import.meta.dirname, "../../../sandbox/neo4j/chart");

/** Renders a chart with real Helm. */
export class Helm {
  readonly #helm: string;
  readonly #directory: string;

  private constructor(helm: string, directory: string) {
    this.#helm = helm;
    this.#directory = directory;
  }

  static async open(): Promise<Helm> {
    const { helm } = await locateToolchain({ only: ["helm"] });
    return new Helm(helm.path, await mkdtemp(join(tmpdir(), "rendered-")));
  }

  close(): Promise<void> {
    return rm(this.#directory, { recursive: true });
  }

  /** @returns undefined when the chart refuses the values, so that nothing would be installed. */
  async render(values: Tree): Promise<Objects | undefined> {
    const file = join(this.#directory, "values.json");
    await writeFile(file, JSON.stringify({ ...values, disableLookups: true }));
    const args = ["template", "neo4j", CHART, "--namespace", "neo4j", "--values", file];
    const rendered = await promisify(execFile)(this.#helm, args).catch(refused);
    return rendered === undefined ? undefined : objects(rendered.stdout);
  }
}

/** Helm's exit status; anything else is a fault of the test. */
function refused(error: { code?: unknown }): undefined {
  if (error.code === 1) return undefined;
  throw error;
}

/** As Helm reads its own output: YAML 1.1, and of two keys alike the last one. */
function objects(text: string): Objects {
  const documents = parseAllDocuments(text, { version: "1.1", uniqueKeys: false });
  const found = documents.map((document) => document.toJS() as Tree | null);
  return new Map(
    found
      .filter((object) => object !== null)
      .map((object) => [`${object.kind} ${(object.metadata as Tree).name}`, object]),
  );
}
