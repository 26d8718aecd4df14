import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { lockoutGuard } from "../../infra/lockout-guard.ts";
import { record } from "../support/pulumi.ts";
import { parse, validAccount, validSettings } from "../support/settings.ts";
import { recordProgram, stackSettings } from "../support/stack.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "lockout-guard-"));
const FILE = join(FOLDER, "evidence.json");
const ISSUER = "https://example.okta.com/oauth2/default";
const EVIDENCE = {
  version: 1,
  issuer: ISSUER,
  provider: "oidc-okta-backend",
  user: "gardener",
  neo4j: { namespace: "neo4j", release: "neo4j" },
};
const MAPPING = "dbms.security.oidc.okta-backend.authorization.group_to_role_mapping";
const CONFIG: Record<string, unknown> = {
  "dbms.security.authentication_providers": "oidc-okta-backend,native",
  "dbms.security.oidc.okta-backend.issuer": ISSUER,
  "dbms.security.oidc.okta-backend.claims.groups": "groups",
  [MAPPING]: '"keepers"=admin',
};
const OFF = { ...CONFIG, "dbms.security.authentication_providers": "oidc-okta-backend" };

beforeEach(() => write({}));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function write(changes: Record<string, unknown>): void {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  writeFileSync(FILE, JSON.stringify({ ...EVIDENCE, at, ...changes }));
}

/** The account that the evidence is about. */
const GARDENER = { name: "gardener", groups: ["keepers"] };

function guarded(nativeLogin = false, file = FILE, account: Record<string, unknown> = GARDENER) {
  const neo4j = { license: "eval", nativeLogin, adminEvidence: { file, maxAgeHours: 2 } };
  const groups = { keepers: ["admin"], readers: ["reader"] };
  const accounts = [validAccount(account)];
  const settings = parse(validSettings({ neo4j, groups, accounts }));
  return record(() => lockoutGuard(settings), { stack: "prod" });
}

/** What the update of a release from one configuration to another is refused with. */
async function refusal(
  before: unknown,
  after: unknown,
  file = FILE,
  account?: Record<string, unknown>,
): Promise<string | undefined> {
  const { result } = await guarded(false, file, account);
  const [hook] = result.beforeUpdate as pulumi.ResourceHook[];
  expect(hook?.opts?.onDryRun).toBe(true);
  const release = { name: "neo4j-release", type: "kubernetes:helm.sh/v3:Release" };
  const oldInputs = { values: { config: before } };
  const newInputs = { values: { config: after } };
  try {
    await hook?.callback({ ...release, urn: "", id: "", oldInputs, newInputs });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test("evidence of an administrator with a token lets passwords go", async () => {
  expect(await refusal(CONFIG, OFF)).toBeUndefined();
});

test("without it the update is refused, with the commands that mend it", async () => {
  rmSync(FILE);
  expect(await refusal(CONFIG, OFF)).toBe(
    [
      `[native-login-lockout] neo4j-okta:neo4j.nativeLogin would take the last passwords away, and no administrator is known to get in with a token: ${FILE} is not there.`,
      "  Allowed: false once an administrator got in with a token, not more than 2 h ago.",
      "  Fix: prove an account that is an administrator, or a person, and run up again (docs/break-glass.md).",
      `    npm run verify -- --stack prod --admin-evidence ${FILE}`,
      `    npm run break-glass -- prove --stack prod --token-file FILE --evidence ${FILE}`,
    ].join("\n"),
  );
  const inFolder = await refusal(CONFIG, OFF, join(FOLDER, "it's here.json"));
  expect(inFolder).toContain(`--evidence '${FOLDER}/it'\\''s here.json'`);
});

const old = new Date(Date.now() - 3 * 3_600_000).toISOString();
test.each<[what: string, evidence: Record<string, unknown>, fault: string]>([
  ["stale", { at: old }, `is of ${old}, more than 2 hours ago`],
  ["about another server", { neo4j: { namespace: "neo4j", release: "dev" } }, "the server neo4j/d"],
  ["about a provider that goes", { provider: "oidc-okta" }, "oidc-okta, which will not be"],
  ["of another issuer", { issuer: "https://evil.example.com" }, "of https://evil.example.com, and"],
  ["forged without care", { admin: true }, "is no evidence that this version reads"],
  ["with hidden text", { neo4j: { namespace: "\u001b[2K", release: "" } }, "the server  [2K/"],
])("evidence that is %s is refused", async (_what, evidence, fault) => {
  write(evidence);
  expect(await refusal(CONFIG, OFF)).toContain(fault);
});

test("a file that is none, or no evidence, is not read as some", async () => {
  mkdirSync(join(FOLDER, "folder"), { recursive: true });
  expect(await refusal(CONFIG, OFF, join(FOLDER, "folder"))).toContain("folder is no file");
  writeFileSync(FILE, "{".repeat(20_000));
  expect(await refusal(CONFIG, OFF)).toContain(`${FILE} is too large for evidence.`);
  writeFileSync(FILE, "root:x:0:0");
  const message = await refusal(CONFIG, OFF);
  expect(message).toContain(`${FILE} is no evidence that this version reads.`);
  expect(message).not.toContain("root");
});

test.each([
  ["the mapping", { ...OFF, [MAPPING]: '"keepers"=reader' }, MAPPING],
  ["what is not known yet", { ...OFF, [MAPPING]: undefined }, MAPPING],
  [
    "who may log in",
    { ...OFF, "dbms.security.require_local_user": "true" },
    "dbms.security.require_local_user",
  ],
])("evidence rests on %s, which may not change in the same step", async (_what, after, name) => {
  expect(await refusal(CONFIG, after)).toContain(`is older than ${name}, which changes in the`);
});

test("evidence of an administrator by a group that is none any more, since an earlier step, is refused", async () => {
  const mapping = { [MAPPING]: '"keepers"=reader' };
  expect(await refusal({ ...CONFIG, ...mapping }, { ...OFF, ...mapping })).toContain(
    "is about oidc-okta-backend, by which no group is an administrator any more",
  );
});

test.each<[what: string, account: Record<string, unknown>]>([
  ["is gone", { ...GARDENER, name: "gardener-2" }],
  ["is disabled", { ...GARDENER, disabled: true }],
  ["has expired", { ...GARDENER, expires: "2026-11-21" }],
  ["is no administrator", { ...GARDENER, groups: ["readers"] }],
])("evidence of an account that %s is refused", async (_what, account) => {
  expect(await refusal(CONFIG, OFF, FILE, account)).toContain(
    "is about gardener, which is no enabled account with the role admin (any more)",
  );
});

test("of a person the account is not asked for, nor a mapping where the database grants the roles", async () => {
  const providers = "oidc-okta-backend,oidc-google";
  const people = { "dbms.security.oidc.google.issuer": "https://accounts.google.com" };
  write({ provider: "oidc-google", issuer: "https://accounts.google.com", user: "ada" });
  const before = { ...CONFIG, ...people };
  const list = "dbms.security.authentication_providers";
  expect(
    await refusal({ ...before, [list]: `${providers},native` }, { ...before, [list]: providers }),
  ).toBeUndefined();
});

test("evidence is not asked for by a server that has no passwords already", async () => {
  rmSync(FILE);
  expect(await refusal(OFF, { ...OFF, [MAPPING]: '"others"=admin' })).toBeUndefined();
});

test("a server whose providers are not known counts as one with passwords", async () => {
  rmSync(FILE);
  expect(await refusal({}, OFF)).toContain("[native-login-lockout]");
});

test("a new server without passwords is warned of, as nobody has tried its tokens", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const { result } = await guarded();
  const [hook] = result.beforeCreate as pulumi.ResourceHook[];
  await hook?.callback({ name: "neo4j-release", type: "", urn: "", id: "" });
  expect(warn.mock.calls).toEqual([
    [
      "neo4j-okta:neo4j.nativeLogin is false, and nobody can have tried the tokens of a new server.\n" +
        "Run npm run verify now. While no administrator gets in, set it to true.",
    ],
  ]);
  warn.mockRestore();
});

test("with the native login nothing is guarded", async () => {
  expect((await guarded(true)).result).toEqual({});
});

test("the program guards its release, and a new one is only warned of", async () => {
  const neo4j = { license: "eval", nativeLogin: false };
  const { resources } = await recordProgram({ ...stackSettings("dev"), neo4j });
  expect(resources.find(({ name }) => name === "neo4j-release")?.options).toEqual({
    hooks: { beforeCreate: ["native-login-new"], beforeUpdate: ["native-login-off"] },
  });
  const native = await recordProgram(stackSettings("dev"));
  expect(native.resources.find(({ name }) => name === "neo4j-release")?.options).toBeUndefined();
});
