import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { SandboxError } from "../../errors.ts";
import { replaceSettings } from "../../run/stack-settings.ts";
import { createWorkspace, linkProject } from "../../run/workspace.ts";
import { writeExecutable } from "../support/executable.ts";

/** An engine that notes the environment of all commands but `version`. */
const ENGINE = `#!/bin/sh
if [ "$1" = version ]; then echo v3.256.0; exit 0; fi
[ -z "$ENGINE_LOG" ] || env > "$ENGINE_LOG"
[ -z "$ARGUMENTS_LOG" ] || echo "$@" >> "$ARGUMENTS_LOG"
[ "$1 $2" = "config set" ] || exit 0
[ -z "$ARGUMENTS_LOG" ] || echo "stdin: $(cat)" >> "$ARGUMENTS_LOG"
shift 7
salt=$(grep ^encryptionsalt "$1" || echo "encryptionsalt: v1:$$")
printf '%s\\nconfig:\\n  %s:\\n    secure: "%s"\\n' "$salt" "$2" "$salt" > "$1"
`;

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "workspace-test-")));
  await mkdir(join(root, "project"));
  const manifest = "name: p\nruntime: nodejs\n";
  await writeFile(join(root, "project", "Pulumi.yaml"), manifest);
  await writeFile(join(root, "project", "Pulumi.dev.yaml"), "config: { p:secret: users-own }\n");
  await writeFile(join(root, "project", "index.ts"), "export {};\n");
  await mkdir(join(root, "node_modules", "@pulumi"), { recursive: true });
  const sdk = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
  await symlink(sdk, join(root, "node_modules", "@pulumi", "pulumi"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

const program = () => ({
  root: join(root, "project"),
  name: "p",
  runtime: "nodejs",
  main: undefined,
});

async function create(engine: string, languageHost?: string) {
  const pulumi = join(root, "pulumi");
  writeExecutable(pulumi, engine);
  const stack = await createWorkspace({
    program: program(),
    stack: "dev",
    directory: join(root, "run"),
    pulumi,
    pulumiHome: join(root, "run", "pulumi-home"),
    languageHost,
    state: { directory: join(root, "run", "state"), passphraseFile: "/run/passphrase" },
  });
  await replaceSettings(stack, {
    plain: { "p:scope": "s" },
    secret: { "okta:accessToken": "the-token" },
  });
  return stack;
}

test.each([
  ["a language host", "/opt/pulumi/bin"],
  ["an inline program", undefined],
])("runs the engine in an environment of the rehearsal's own, with %s", async (_how, host) => {
  const log = join(root, "engine.log");
  const users = {
    PULUMI_HOME: "/user",
    PULUMI_STACK: "prod",
    OKTA_API_TOKEN: "t",
    KUBECONFIG: "k",
  };
  for (const [name, value] of Object.entries({ ...users, ENGINE_LOG: log })) {
    vi.stubEnv(name, value);
  }
  await create(ENGINE, host);
  const lines = (await readFile(log, "utf8")).split("\n");
  const seen = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
  const home = join(root, "run", "pulumi-home");
  expect(seen).toMatchObject({
    HOME: home,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(root, "run", "state")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: "/run/passphrase",
  });
  for (const name of ["PULUMI_STACK", "OKTA_API_TOKEN", "KUBECONFIG"]) {
    expect(Object.keys(seen)).not.toContain(name);
  }
  if (host !== undefined) expect(seen.PATH?.split(":")).toContain(host);
});

test("no secret stands on a command line: it goes in by standard input", async () => {
  const log = join(root, "arguments.log");
  vi.stubEnv("ARGUMENTS_LOG", log);
  await create(ENGINE);
  const lines = (await readFile(log, "utf8")).trim().split("\n");
  const set = "config set --secret --non-interactive --stack dev --config-file";
  const copy = join(root, "run", "project", "Pulumi.dev.yaml.okta-accessToken.yaml");
  const at = lines.indexOf(`${set} ${copy} okta:accessToken`);
  expect(lines[at + 1]).toBe("stdin: the-token");
  expect(lines.filter((line) => line.includes("the-token"))).toHaveLength(1);
});

test("settings are replaced; a secret that the stack has is kept, and not given to the engine again", async () => {
  const stack = await create(ENGINE);
  const file = join(root, "run", "project", "Pulumi.dev.yaml");
  const secure = "okta:accessToken: { secure: v1:x }";
  await writeFile(file, `encryptionsalt: v1:y\nconfig: { p:old: 1, ${secure} }\n`);
  const log = join(root, "arguments.log");
  vi.stubEnv("ARGUMENTS_LOG", log);
  const secret = { "okta:accessToken": "t", "kubernetes:kubeconfig": "the-kubeconfig" };
  await replaceSettings(stack, { plain: { "p:new": 2 }, secret });
  expect(parse(await readFile(file, "utf8"))).toEqual({
    encryptionsalt: "v1:y",
    config: {
      "p:new": 2,
      "okta:accessToken": { secure: "v1:x" },
      "kubernetes:kubeconfig": { secure: "encryptionsalt: v1:y" },
    },
  });
  const set = "config set --secret --non-interactive --stack dev --config-file";
  const asked = await readFile(log, "utf8");
  expect(asked).toMatch(new RegExp(`^${set} \\S+ kubernetes:kubeconfig\nstdin: the-kubeconfig\n$`));
});

test("a file without a salt has one for all its secrets: that of the first", async () => {
  const stack = await create(ENGINE);
  const file = join(root, "run", "project", "Pulumi.dev.yaml");
  await writeFile(file, "config: {}\n");
  const secret = { "okta:accessToken": "t", "kubernetes:kubeconfig": "k" };
  await replaceSettings(stack, { plain: {}, secret });
  const { encryptionsalt, config } = parse(await readFile(file, "utf8"));
  const secure = `encryptionsalt: ${encryptionsalt}`;
  expect(config).toEqual({ "okta:accessToken": { secure }, "kubernetes:kubeconfig": { secure } });
});

test("a stack is looked for only in a state that an engine has used", async () => {
  const log = join(root, "arguments.log");
  vi.stubEnv("ARGUMENTS_LOG", log);
  await create(ENGINE);
  expect(await readFile(log, "utf8")).toMatch(/^stack init dev /);
  await rm(join(root, "run"), { recursive: true });
  await rm(log);
  await mkdir(join(root, "run", "state", ".pulumi"), { recursive: true });
  await create(ENGINE);
  expect(await readFile(log, "utf8")).toMatch(/^stack select --stack dev /);
});

test("says how to fix it when the engine is a version manager's shim", async () => {
  const shim = `#!/bin/sh\n[ "$HOME" = ${join(root, "run", "pulumi-home")} ] && exit 126\necho v3.256.0\n`;
  const refusal = create(shim);
  await expect(refusal).rejects.toThrow(SandboxError);
  await expect(refusal).rejects.toMatchObject({
    code: "pulumi-shim",
    message: expect.stringMatching(
      /^\/.*\/pulumi does not run outside of .*Fix: set NEO4J_OKTA_PULUMI to the executable itself/,
    ),
  });
});

test("runs in a copy of the project: its files, the packages above it, and settings of its own", async () => {
  await writeFile(join(root, "package.json"), "{}");
  await create(ENGINE);
  const copy = join(root, "run", "project");
  expect((await readdir(copy)).sort()).toEqual([
    "Pulumi.dev.yaml",
    "Pulumi.yaml",
    "index.ts",
    "node_modules",
    "package.json",
  ]);
  expect(await readFile(join(copy, "Pulumi.yaml"), "utf8")).toBe("name: p\nruntime: nodejs\n");
  expect(await realpath(join(copy, "index.ts"))).toBe(join(root, "project", "index.ts"));
  expect(await realpath(join(copy, "node_modules"))).toBe(join(root, "node_modules"));
  expect(await realpath(join(copy, "package.json"))).toBe(join(root, "package.json"));
  expect(parse(await readFile(join(copy, "Pulumi.dev.yaml"), "utf8"))).toEqual({
    encryptionsalt: expect.stringMatching(/^v1:/),
    config: { "p:scope": "s", "okta:accessToken": { secure: expect.any(String) } },
  });
});

test("a file that came into the project later is linked as well, and the run's own stay its own", async () => {
  const { workspace } = await create(ENGINE);
  await writeFile(join(root, "project", "evidence.json"), "{}");
  await writeFile(join(root, "project", "Pulumi.prod.yaml"), "config: {}\n");
  await linkProject(program(), workspace.workDir);
  expect(await realpath(join(workspace.workDir, "evidence.json"))).toBe(
    join(root, "project", "evidence.json"),
  );
  expect(await readdir(workspace.workDir)).not.toContain("Pulumi.prod.yaml");
  expect(await readFile(join(workspace.workDir, "Pulumi.dev.yaml"), "utf8")).toContain("p:scope");
});

test("no other file of the project is read in place of the run's own", async () => {
  const project = join(root, "project");
  const manifest = [
    "base: &base { stackConfigDir: ./stacks }",
    "<<: *base",
    "name: p",
    "runtime: nodejs",
    "config: { p:kept: 1, okta:orgName: acme, 'kubernetes:context': { value: prod } }",
  ];
  await writeFile(join(project, "Pulumi.yaml"), manifest.join("\n"));
  await mkdir(join(project, "stacks"));
  for (const name of ["Pulumi.json", "Pulumi.yml", "Pulumi.dev.json", "Pulumi.dev.yml"]) {
    await writeFile(join(project, name), "{}");
  }
  await create(ENGINE);
  const copy = join(root, "run", "project");
  const found = (await readdir(copy)).filter((name) => name.startsWith("Pulumi"));
  expect(found).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
  expect(parse(await readFile(join(copy, "Pulumi.yaml"), "utf8"))).toEqual({
    base: { stackConfigDir: "./stacks" },
    name: "p",
    runtime: "nodejs",
    config: { "p:kept": 1 },
  });
  expect(await readFile(join(project, "Pulumi.yaml"), "utf8")).toBe(manifest.join("\n"));
});

test("a folder that an older project names as config is not in the run's own project", async () => {
  await writeFile(join(root, "project", "Pulumi.yaml"), "name: p\nruntime: nodejs\nconfig: x\n");
  await create(ENGINE);
  const text = await readFile(join(root, "run", "project", "Pulumi.yaml"), "utf8");
  expect(text).toBe("name: p\nruntime: nodejs\n");
});

test.each([
  ["own packages", "node_modules/@pulumi/pulumi", "project/node_modules"],
  ["packages above it when its own have no Pulumi SDK", "node_modules/other", "node_modules"],
])("takes the project's %s", async (_which, own, taken) => {
  await mkdir(join(root, "project", own), { recursive: true });
  await create(ENGINE, "/opt/pulumi/bin");
  expect(await realpath(join(root, "run/project/node_modules"))).toBe(join(root, taken));
});
