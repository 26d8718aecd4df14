import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { SandboxError } from "../errors.ts";

/** A Pulumi project and one of its stacks, as their files say. */
export interface Project {
  root: string;
  name: string;
  /** Entry module, relative to the root. */
  main: string;
  stack: string;
  /** The stack's `config:` block; keys are `namespace:key`. */
  config: Record<string, unknown>;
}

/** @throws SandboxError when a file is missing, is not YAML, or lacks what the run needs. */
export async function loadProject(root: string, stack: string): Promise<Project> {
  if (!/^[A-Za-z0-9_.-]{1,100}$/.test(stack)) {
    throw new SandboxError(
      "stack-name",
      `--stack ${JSON.stringify(stack)}: a stack name has 1 to 100 letters, digits, hyphens, underscores and periods.`,
      { exitCode: 2 },
    );
  }
  const project = await readMapping(
    join(root, "Pulumi.yaml"),
    () => `${root} has no Pulumi.yaml: run the sandbox from the project's folder.`,
  );
  const name = project.name;
  if (typeof name !== "string" || name === "") {
    throw new SandboxError("project-name", `${join(root, "Pulumi.yaml")}: name is missing.`);
  }
  const file = join(root, `Pulumi.${stack}.yaml`);
  const stacks = await stackNames(root);
  const settings = await readMapping(
    file,
    () =>
      `stack ${stack} has no settings: Pulumi.${stack}.yaml is not in ${root}. ` +
      `Stacks with settings: ${stacks.join(", ") || "none"}. Choose one with --stack NAME.`,
  );
  const config = settings.config ?? {};
  if (!isMapping(config)) {
    throw new SandboxError(
      "stack-config",
      `${file}: config must be a mapping of namespace:key to value.`,
    );
  }
  return {
    root,
    name,
    main: typeof project.main === "string" ? project.main : "index.ts",
    stack,
    config,
  };
}

/** Where the stack's own settings take the Neo4j chart from; both undefined: the official repository. */
export function neo4jChart({ name, config }: Project): { repository?: string; path?: string } {
  const neo4j = config[`${name}:neo4j`];
  const chart = isMapping(neo4j) && isMapping(neo4j.chart) ? neo4j.chart : {};
  return {
    ...(typeof chart.repository === "string" ? { repository: chart.repository } : {}),
    ...(typeof chart.path === "string" ? { path: chart.path } : {}),
  };
}

async function stackNames(root: string): Promise<string[]> {
  const names = (await readdir(root)).flatMap((file) => {
    const match = /^Pulumi\.([A-Za-z0-9_.-]+)\.yaml$/.exec(file);
    return match?.[1] ? [match[1]] : [];
  });
  return names.sort();
}

async function readMapping(file: string, missing: () => string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new SandboxError("stack-missing", missing());
    }
    throw new SandboxError("stack-unreadable", `${file}: ${(error as Error).message}`);
  }
  const value = yamlValue(file, text);
  if (!isMapping(value)) {
    throw new SandboxError(
      "stack-yaml",
      `${file} must hold a YAML mapping; it holds ${value === null ? "nothing" : JSON.stringify(value).slice(0, 60)}.`,
    );
  }
  return value;
}

function yamlValue(file: string, text: string): unknown {
  const refuse = ({ message }: Error) =>
    new SandboxError("stack-yaml", `${file} is not YAML: ${message.trim()}`);
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem) throw refuse(problem);
  try {
    return document.toJS();
  } catch (error) {
    // Aliases are followed only here: one that names no anchor, or that multiplies without end.
    throw refuse(error as Error);
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
