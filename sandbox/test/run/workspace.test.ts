import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SandboxError } from "../../errors.ts";
import { createWorkspace } from "../../run/workspace.ts";

/** An engine that notes the environment of all commands but `version`. */
const ENGINE = `#!/bin/sh
if [ "$1" = version ]; then echo v3.256.0; exit 0; fi
env > "$ENGINE_LOG"
`;

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "workspace-test-")));
  await mkdir(join(root, "project"));
  const manifest = "name: p\nruntime: nodejs\nmain: infra/index.ts\n";
  await writeFile(join(root, "project", "Pulumi.yaml"), manifest);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

async function create(engine: string, languageHost?: string) {
  const pulumi = join(root, "pulumi");
  await writeFile(pulumi, engine);
  await chmod(pulumi, 0o755);
  return createWorkspace({
    project: {
      root: join(root, "project"),
      name: "p",
      main: "infra/index.ts",
      stack: "dev",
      config: {},
    },
    config: { plain: {}, secret: { "okta:accessToken": "x" } },
    directory: join(root, "run"),
    pulumi,
    pulumiHome: join(root, "run", "pulumi-home"),
    languageHost,
    passphrase: "passphrase",
  });
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
    PULUMI_CONFIG_PASSPHRASE: "passphrase",
  });
  for (const name of ["PULUMI_STACK", "OKTA_API_TOKEN", "KUBECONFIG"]) {
    expect(Object.keys(seen)).not.toContain(name);
  }
  if (host !== undefined) expect(seen.PATH?.split(":")).toContain(host);
});

test("names the way out when the engine is a version manager's shim", async () => {
  const shim = `#!/bin/sh\n[ "$HOME" = ${join(root, "run", "pulumi-home")} ] && exit 126\necho v3.256.0\n`;
  const refusal = create(shim);
  await expect(refusal).rejects.toThrow(SandboxError);
  await expect(refusal).rejects.toMatchObject({
    code: "pulumi-shim",
    message: expect.stringMatching(
      /^\/.*\/pulumi does not run outside of .*Set NEO4J_OKTA_PULUMI to the executable itself/,
    ),
  });
});
