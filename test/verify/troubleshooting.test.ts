import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { CheckInfo } from "../../verify/checks/check.ts";
import { STAGES } from "../../verify/stages.ts";
import { renderTroubleshooting } from "../../verify/troubleshooting.ts";

const checks = STAGES.flatMap((stage): readonly CheckInfo[] => stage.checks);

test("is current in docs/troubleshooting.md (npm run docs)", async () => {
  const file = new URL("../../docs/troubleshooting.md", import.meta.url);
  expect(await readFile(file, "utf8")).toBe(renderTroubleshooting());
});

test("knows every check by one id and says how to fix it", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  for (const { id, fix, setting, symptoms } of checks) {
    expect(id).toMatch(/^[a-z0-9_]+\.[a-z_]+$/);
    expect(fix).toMatch(/[.)]$/);
    expect(setting).not.toBe("");
    expect(symptoms.length).toBeGreaterThan(0);
  }
});

test.each([
  "DPoP",
  "appuser",
  "Could not parse JWT of type access_token",
  "trailing slash",
  "aud claim",
  "CORS",
  "redirect_uri",
  "require_local_user",
  "same name",
  "E0000003",
  "TokenExpired",
  "kid",
  "claims.audience",
  "jwt_claims_at_debug_level_enabled",
  "resource set",
])("covers %s", (failure) => {
  expect(renderTroubleshooting()).toContain(failure);
});
