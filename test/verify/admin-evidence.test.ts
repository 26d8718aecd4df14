import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adminEvidenceSchema } from "../../access/admin-evidence.ts";
import { commandLine } from "./command-line.ts";

const line = commandLine();

const run = (path: string, more: string[] = []) =>
  line.run(["--contract", line.contract, "--admin-evidence", path, ...more]);

test("a proven run writes which administrator got in, by whose token, and where", async () => {
  const path = join(line.folder, "admin.json");
  const before = Date.now();
  expect((await run(path)).status).toBe(0);
  const { at, ...evidence } = adminEvidenceSchema.parse(JSON.parse(await readFile(path, "utf8")));
  expect(evidence).toEqual({
    version: 1,
    issuer: line.world.contract.issuer,
    provider: "oidc-okta-backend",
    user: "neo4j-service-account",
    neo4j: { namespace: "neo4j", release: "neo4j" },
  });
  expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(at)).toBeLessThanOrEqual(Date.now());
});

test("a run that proves nothing writes nothing, and leaves what is there", async () => {
  const path = await line.file("kept.json", "from before");
  line.world.app("dashboard").profile = { neo4j_groups: ["neo4j_admin"] };
  const { status, err } = await run(path);
  expect(status).toBe(1);
  expect(err).toBe(`--admin-evidence ${path} is not written, as the run proves nothing.\n`);
  expect(await readFile(path, "utf8")).toBe("from before");
});

test("without an administrator among the accounts there is no evidence, and status 3", async () => {
  const path = join(line.folder, "none.json");
  const { status, out, err } = await run(path, ["--account", "dashboard"]);
  expect(out).toContain("Proven: 1 account");
  expect({ status, err }).toEqual({
    status: 3,
    err: `--admin-evidence ${path} is not written: no account that logged in has the role admin. Fix: prove a person with npm run break-glass -- prove. (verify-admin-evidence)\n`,
  });
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

test("an administrator who did not log in, as the account is disabled, is no evidence", async () => {
  const outputs = structuredClone(line.world.outputs);
  for (const account of outputs.access.accounts) {
    account.disabled = account.roles.includes("admin");
    if (account.disabled) line.world.app(account.clientId).status = "INACTIVE";
  }
  const contract = await line.file("disabled.json", JSON.stringify(outputs));
  const path = join(line.folder, "disabled-admin.json");
  const { status, out, err } = await line.run(["--contract", contract, "--admin-evidence", path]);
  expect(out).toContain("Proven: ");
  expect(err).toContain("no account that logged in has the role admin");
  expect(status).toBe(3);
  await expect(stat(path)).rejects.toThrow("ENOENT");
});

test("evidence that cannot be written is an error", async () => {
  const path = join(line.folder, "no", "admin.json");
  const { status, err } = await run(path);
  expect({ status, err }).toEqual({
    status: 3,
    err: `--admin-evidence ${path} cannot be written: ENOENT. (verify-admin-evidence)\n`,
  });
});
