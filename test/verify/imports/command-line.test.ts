import { spawnSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { appBody, manage } from "../../support/declared-org.ts";
import { APP, create, importsCommand, LOADER } from "./command.ts";

const command = importsCommand();
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

afterEach(() => {
  vi.unstubAllEnvs();
  command.okta.org.apps.clear();
});

function lose(name: string): Promise<{ id: string }> {
  const account = { name, groups: ["neo4j_reader"] };
  return manage(command.okta, "POST", "/api/v1/apps?activate=true", appBody(account));
}

/** A stand-in for the CLI. */
async function pulumi(script: string): Promise<void> {
  await writeFile(join(command.folder, "pulumi"), `#!/bin/sh\n${script}\n`);
  await chmod(join(command.folder, "pulumi"), 0o755);
  vi.stubEnv("PATH", `${command.folder}${delimiter}/usr/bin${delimiter}/bin`);
}

test("prints the line that imports what was lost", async () => {
  const { id } = await lose("etl-loader");
  const { status, out, err } = await command.look(
    [create(APP, "etl-loader-app", LOADER)],
    "--stack",
    "dev",
  );
  expect(out).toBe(`etl-loader-app: Okta has ${id}, and the state does not. It is as
declared, and nothing uses it.
pulumi import okta:app/oAuth:OAuth etl-loader-app ${id} \\
  --provider provider=urn:pulumi:dev::neo4j-okta::pulumi:providers:okta::default_7_0_0 \\
  --stack dev \\
  --protect=false \\
  --generate-code=false

Run the commands above in this order, then pulumi up.
`);
  expect({ status, err }).toEqual({ status: 1, err: "" });
});

test("says that nothing was lost, and asks Okta nothing of what cannot be there", async () => {
  const children = create("okta:auth/serverScope:ServerScope", "scope", { authServerId: UNKNOWN });
  const others = [
    create("kubernetes:core/v1:Namespace", "neo4j", {}),
    create(APP, "etl-loader-app", LOADER, { op: "update" }),
    { op: "delete", urn: "urn:pulumi:dev::neo4j-okta::okta:app/oAuth:OAuth::old", newState: null },
  ];
  const before = command.okta.log.entries.length;
  expect(await command.look([children, ...others])).toEqual({
    status: 0,
    out: "Okta has nothing that the stack's next pulumi up would create: nothing was lost.\n",
    err: "",
  });
  expect(command.okta.log.entries.length).toBe(before);
});

test("only reads", async () => {
  await lose("etl-loader");
  const before = command.okta.log.entries.length;
  await command.look([create(APP, "etl-loader-app", LOADER)]);
  const asked = command.okta.log.entries.slice(before).map(({ method }) => method);
  expect(new Set(asked)).toEqual(new Set(["GET"]));
});

test("names parents, and no provider that the state does not have", async () => {
  await lose("etl-loader");
  const parent = "urn:pulumi:dev::neo4j-okta::a:b:C$d:e:F::team";
  const step = create(APP, "etl-loader-app", LOADER, {
    newState: { type: APP, inputs: LOADER, parent, provider: `urn:x::y::z::p::${UNKNOWN}` },
  });
  const { out } = await command.look([step]);
  expect(out).toContain(` \\\n  --parent 'parent=${parent}' \\\n  --protect=false`);
  expect(out).not.toContain("--provider");
  expect(out).not.toContain("--stack");
});

test("lets a shell read nothing into what Okta says", async () => {
  await lose("etl-loader");
  const [app] = command.okta.org.apps.values();
  if (app) Object.assign(app, { id: "0oa1'; rm -rf ~ #\u001b[2K" });
  const { out } = await command.look([create(APP, "etl-loader-app", LOADER)]);
  expect(out).toContain("etl-loader-app '0oa1'\\''; rm -rf ~ #[2K' \\\n");
  expect(out).not.toContain("\u001b");
});

test("previews the stack by the CLI", async () => {
  await lose("etl-loader");
  const digest = JSON.stringify({ steps: [create(APP, "etl-loader-app", LOADER)] });
  await pulumi(
    `[ "$*" = "preview --json --stack dev --non-interactive --color never" ] && echo '${digest}'`,
  );
  const { status, out } = await command.run(["--stack", "dev"]);
  expect([status, out.includes("pulumi import")]).toEqual([1, true]);
});

test.each([
  [
    `printf %s '{"diagnostics":[{"severity":"warning","message":"old"},{"severity":"error","message":"\\n  The settings are refused.\\n"}]}'; exit 255`,
    "pulumi preview failed: The settings are refused. (pulumi-failed)\n",
  ],
  [
    "echo 'error: no stack named dev' >&2; exit 255",
    "pulumi preview failed: error: no stack named dev Fix: name a stack that pulumi stack ls lists and npm run up has deployed; pulumi login says which backend is asked. (pulumi-failed)\n",
  ],
  [
    "echo Previewing",
    "pulumi preview --json of stack dev is not what pulumi preview --json prints. (imports-preview)\n",
  ],
])("a preview that fails: %s", async (script, err) => {
  await pulumi(script);
  expect(await command.run(["--stack", "dev"])).toEqual({ status: 3, out: "", err });
});

test("says that the CLI is missing", async () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(await command.run(["--stack", "dev"])).toEqual({
    status: 3,
    out: "",
    err: "The Pulumi CLI is not on PATH. Fix: install it, or give a saved preview with --preview FILE. (pulumi-missing)\n",
  });
});

test("says what Okta refuses, without the credential", async () => {
  const steps = [create(APP, "etl-loader-app", LOADER)];
  const file = join(command.folder, "steps.json");
  await writeFile(file, JSON.stringify({ steps }));
  const environment = { OKTA_ORG_URL: command.okta.url, OKTA_API_TOKEN: "00wrong" };
  expect(await command.run(["--preview", file], environment)).toEqual({
    status: 3,
    out: "",
    err: "Okta answered 401 to GET /api/v1/apps: E0000011: Invalid token provided. Okta does not take the token: it is expired, revoked, another org's or that of an inactive client, or it is bound to a key (DPoP) and no proof came with it. Fix: Get a new token for the org of OKTA_ORG_URL. An API token ends with its owner's account, and after 30 days without use. (okta-api-refused)\n",
  });
});

test.each([
  [[], "give --stack NAME or --preview FILE"],
  [["--stack=-x"], "--stack -x is no stack name"],
  [["--nonsense"], "unknown option '--nonsense'"],
])("usage: %j", async (argv, sentence) => {
  expect(await command.run(argv)).toEqual({
    status: 2,
    out: "",
    err: `${sentence}. See npm run imports -- --help. (imports-usage)\n`,
  });
});

test("asks for Okta's address and a credential", async () => {
  const { status, err } = await command.run(["--stack", "dev"], {});
  expect(status).toBe(2);
  expect(err).toContain("npm run imports needs OKTA_ORG_URL and a credential in the environment");
  expect(err).toContain("(verify-okta-api)");
});

test("is a process that ends with its status", () => {
  const cli = join(import.meta.dirname, "../../../verify/imports/cli.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli], { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain("(imports-usage)");
});
