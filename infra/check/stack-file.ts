import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { Neo4jOktaError } from "../../access/errors.ts";
import type { Path } from "../../access/finding.ts";

/** Where something stands in a file; both count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A stack's settings as its file has them. */
export interface StackFile {
  /** Name of the file, e.g. `Pulumi.dev.yaml`. */
  name: string;
  /** All of it. */
  text: string;
  /** Keys with their namespace, as written, to plain values. */
  config: Record<string, unknown>;
  /** The nearest place in the file for a path below `config`; the first step is a key as written. */
  position(at: Path): Position;
}

/**
 * Reads `Pulumi.<stack>.yaml` in a project's folder.
 *
 * @throws Neo4jOktaError `check-stack-missing` or `check-stack-unreadable`
 */
export async function readStackFile(project: string, stack: string): Promise<StackFile> {
  const name = `Pulumi.${stack}.yaml`;
  return parseStackFile(name, await readText(project, name));
}

/**
 * Reads the text of a stack's file.
 *
 * @throws Neo4jOktaError `check-stack-unreadable`
 */
export function parseStackFile(name: string, text: string): StackFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const refuse = (what: string, offset: number) => {
    const { line, col } = lines.linePos(offset);
    return new Neo4jOktaError("check-stack-unreadable", `${name}:${line}:${col}: ${what}`);
  };
  const [error] = document.errors;
  if (error) throw refuse(`not YAML: ${error.message}`, error.pos[0]);
  const root = document.contents ?? undefined;
  const entry = isMap(root) ? root.items.find(({ key }) => keyText(key) === "config") : undefined;
  if (root !== undefined && !isMap(root)) throw refuse("must hold a map", root.range?.[0] ?? 0);
  const config = (entry?.value ?? undefined) as Node | undefined;
  let values: unknown;
  try {
    values = (document.toJS() as { config?: unknown } | null)?.config ?? {};
  } catch (error) {
    throw refuse(`not YAML: ${(error as Error).message}`, 0);
  }
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw refuse("config must be a map of settings", config?.range?.[0] ?? 0);
  }
  return {
    name,
    text,
    config: values as Record<string, unknown>,
    position: (at) => {
      const start = (entry?.key as Node | undefined)?.range?.[0] ?? 0;
      const { line, col } = lines.linePos(offsetOf(config, at, start));
      return { line, column: col };
    },
  };
  function offsetOf(node: Node | undefined, [step, ...rest]: Path, before: number): number {
    if (step === undefined) return before;
    const here = isAlias(node) ? node.resolve(document) : node;
    if (isMap(here)) {
      const pair = here.items.find(({ key }) => keyText(key) === String(step));
      const at = (pair?.key as Node | undefined)?.range?.[0];
      return at === undefined ? before : offsetOf(pair?.value as Node | undefined, rest, at);
    }
    const item = isSeq(here) ? (here.items[Number(step)] as Node | undefined) : undefined;
    return item?.range ? offsetOf(item, rest, item.range[0]) : before;
  }
}

async function readText(project: string, name: string): Promise<string> {
  if (await leadsOut(project, name)) {
    throw new Neo4jOktaError(
      "check-stack-unreadable",
      `${name} is a link to a file outside of its folder. Fix: put the file itself there; messages could show what the other one holds.`,
    );
  }
  try {
    return await readFile(join(project, name), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      const { message } = error as Error;
      throw new Neo4jOktaError("check-stack-unreadable", `${name} cannot be read: ${message}`);
    }
    const stacks = (await readdir(project).catch(() => []))
      .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(basename(file))?.[1] ?? [])
      .sort();
    throw new Neo4jOktaError(
      "check-stack-missing",
      `${name} is not in ${resolve(project)}. Stacks with settings: ${stacks.join(", ") || "none"}. ` +
        "Fix: choose one with --stack NAME, or another folder with --project DIR.",
    );
  }
}

async function leadsOut(project: string, name: string): Promise<boolean> {
  try {
    const [target, folder] = await Promise.all([realpath(join(project, name)), realpath(project)]);
    return relative(folder, target).split(sep)[0] === "..";
  } catch {
    return false;
  }
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}
