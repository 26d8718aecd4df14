import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createState } from "../../run/kept-state.ts";
import { overlaySettings } from "../../run/overlay.ts";
import { loadProgram, loadSettings } from "../../run/project.ts";
import { replaceSettings } from "../../run/stack-settings.ts";
import { createWorkspace } from "../../run/workspace.ts";
import { locateToolchain } from "../../toolchain/index.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "hostile-settings-"));
});

afterAll(() => rm(root, { recursive: true }));

const PROJECT = `name: p
runtime: nodejs
stackConfigDir: stacks
config:
  okta:orgName: acme
  okta:baseUrl: { value: okta.example.com }
  p:kept: { value: here }
`;

const STACK = `base: &base
  okta:apiToken: real
  kubernetes:context: prod
config:
  <<: *base
  !!binary b2t0YTpzY29wZXM=: [okta.apps.manage]
  okta:config:logLevel: 3
  "p:nested": { list: [<<] }
  p:lines: "a\\Nokta:privateKey:\\Lx"
`;

test("the real engine sees the providers' settings of the run alone, whatever the project says", async () => {
  const project = join(root, "project");
  await mkdir(join(project, "stacks"), { recursive: true });
  await mkdir(join(root, "run"));
  await writeFile(join(project, "Pulumi.yaml"), PROJECT);
  await writeFile(join(project, "Pulumi.json"), JSON.stringify({ name: "other", runtime: "go" }));
  await writeFile(join(project, "stacks", "Pulumi.dev.yaml"), STACK);
  const program = await loadProgram(project);
  const endpoints = { oktaUrl: "http://127.0.0.1:1", oktaAccessToken: "t", kubeconfig: "k" };
  const { pulumi } = await locateToolchain({ only: ["pulumi"] });
  const stack = await createWorkspace({
    program,
    stack: "dev",
    directory: join(root, "run"),
    state: await createState(join(root, "run")),
    pulumi: pulumi.path,
    pulumiHome: join(root, "run", "home"),
    languageHost: "/nowhere",
  });
  const settings = await loadSettings(program, "dev");
  await replaceSettings(stack, overlaySettings(settings, endpoints));
  const seen = await stack.getAllConfig();
  const values = Object.entries(seen).map(([key, { value }]) => [key, value]);
  expect(Object.fromEntries(values)).toEqual({
    "kubernetes:kubeconfig": "k",
    "okta:accessToken": "t",
    "okta:httpProxy": "http://127.0.0.1:1",
    "p:kept": "here",
    "p:lines": "a\u0085okta:privateKey:\u2028x",
    "p:nested": '{"list":["\\u003c\\u003c"]}',
  });
});
