import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../browser-config/main.ts";
import { settled } from "../support/pulumi.ts";
import { recordProgram, stackSettings } from "../support/stack.ts";

let folder: string;
let contract: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "browser-config-"));
  contract = join(folder, "outputs.json");
  const { result } = await recordProgram(stackSettings("people"), { stack: "people" });
  await writeFile(contract, JSON.stringify({ access: (await settled(result.access)).value }));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const printed = { out: "", err: "" };
  const status = await main(argv, {
    write: (text) => {
      printed.out += text;
    },
    writeError: (text) => {
      printed.err += text;
    },
    input: Readable.from([]),
  });
  return { status, ...printed };
}

test("has each sign-in of the Browser's address as Browser reads it, and no secret", async () => {
  const { status, out, err } = await run("--contract", contract);
  expect(status).toBe(0);
  const { sso_providers } = JSON.parse(out);
  expect(sso_providers).toHaveLength(2);
  expect(sso_providers[0]).toEqual({
    id: "okta",
    name: "Okta",
    auth_flow: "pkce",
    well_known_discovery_uri:
      "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
    params: {
      client_id: "0oa-okta-app",
      redirect_uri: "http://localhost:7474/browser/?idp_id=okta&auth_flow_step=redirect_uri",
      response_type: "code",
      scope: "openid profile email",
      prompt: "login",
    },
    config: {
      code_challenge_method: "S256",
      token_type_principal: "access_token",
      token_type_authentication: "access_token",
    },
  });
  expect(err).toContain("http://localhost:7474/browser/?discoveryURL=https://HOST/discovery.json");
  expect(out).not.toContain("secret");
  expect(err).not.toContain("secret");
});

test("takes the sign-ins and the address that are asked for, into a file", async () => {
  const output = join(folder, "discovery.json");
  const browser = "https://neo4j.example.com/browser/";
  const { status, out, err } = await run(
    ...["--contract", contract, "--browser", browser, "--id", "google", "--id", "azure"],
    ...["--output", output],
  );
  expect([status, out]).toEqual([0, ""]);
  expect(err).toMatch(/^google: Google asks for the client secret, .*\n {2}"token_params": /);
  const { sso_providers } = JSON.parse(await readFile(output, "utf8"));
  expect(sso_providers.map(({ id }: { id: string }) => id)).toEqual(["azure", "google"]);
});

test("parameters, the shown name and endpoints are those of the sign-in, without its client secret", async () => {
  const browser = "https://neo4j.example.com/browser/";
  const { out } = await run("--contract", contract, "--browser", browser);
  const { sso_providers } = JSON.parse(out);
  expect(sso_providers.at(-2)).toMatchObject({
    params: { kc_idp_hint: "staff" },
    token_params: { param_p: "x" },
    config: { principal: "preferred_username" },
  });
  expect(sso_providers.at(-1)).toMatchObject({
    auth_endpoint: "https://login.partner.example.com/authorize",
    token_endpoint: "https://login.partner.example.com/token",
    params: { prompt: "select_account" },
  });
  expect(sso_providers.at(-1)).not.toHaveProperty("well_known_discovery_uri");
  expect(out).not.toContain("not-a-secret");
});

test.each([
  [["--id", "nobody"], "--id nobody is no sign-in. Fix: choose okta or okta-id or azure"],
  [["--browser", "https://x.example.com/"], "--browser https://x.example.com/ is no address of a"],
  [["--stack", "dev"], "give either --stack NAME or --contract FILE"],
])("%j is refused as a wrong command line", async (more, message) => {
  const { status, err, out } = await run("--contract", contract, ...more);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(err).toContain("(browser-config-usage)");
});

test("what cannot be read is no answer", async () => {
  const missing = await run("--contract", join(folder, "missing.json"));
  expect([missing.status, missing.err]).toEqual([
    3,
    expect.stringContaining(
      "there is no such file. Fix: name a file that you may read. (browser-config-contract)",
    ),
  ]);
  const output = join(folder, "no", "such", "folder.json");
  const unwritten = await run("--contract", contract, "--output", output);
  expect([unwritten.status, unwritten.err]).toEqual([
    3,
    expect.stringContaining("cannot be written (ENOENT). (browser-config-output)"),
  ]);
});
