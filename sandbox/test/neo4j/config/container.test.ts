import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEdition, readInitialPassword } from "../../../neo4j/config/index.ts";

const LICENSE =
  "In order to use Neo4j Enterprise Edition you must accept the license agreement. To do so set the environment variable NEO4J_ACCEPT_LICENSE_AGREEMENT to 'yes', or to 'eval' for an evaluation (chart value neo4j.acceptLicenseAgreement).";

describe("readEdition", () => {
  test.each([
    ["ENTERPRISE_K8S", "yes", "enterprise"],
    ["enterprise", "eval", "enterprise"],
    ["COMMUNITY_K8S", undefined, "community"],
    [undefined, "no", "community"],
  ])("%s with licence %s is %s", (edition, licence, expected) => {
    const environment = { NEO4J_EDITION: edition, NEO4J_ACCEPT_LICENSE_AGREEMENT: licence };
    expect(readEdition(environment)).toBe(expected);
  });

  test.each([
    ["ENTERPRISE_K8S", undefined, "license", LICENSE],
    ["enterprise", "no", "license", LICENSE],
    ["enterprise", "YES", "license", LICENSE],
    ["enterprise", "true", "license", LICENSE],
    [
      "premium",
      "yes",
      "edition",
      "NEO4J_EDITION is 'premium'; allowed are enterprise, community, ENTERPRISE_K8S and COMMUNITY_K8S.",
    ],
  ])("%s with licence %s is refused with %s", (edition, licence, code, message) => {
    const environment = { NEO4J_EDITION: edition, NEO4J_ACCEPT_LICENSE_AGREEMENT: licence };
    expect(() => readEdition(environment)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe("readInitialPassword", () => {
  let directory: string;
  let path: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "neo4j-auth-"));
    path = join(directory, "NEO4J_AUTH");
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test.each([
    ["neo4j/correct-horse", { password: "correct-horse", changeRequired: false }],
    ["neo4j/12345678", { password: "12345678", changeRequired: false }],
    ["neo4j/correct-horse\n", { password: "correct-horse", changeRequired: false }],
    ["neo4j/correct-horse/true", { password: "correct-horse", changeRequired: true }],
  ])("reads %j", (text, expected) => {
    writeFileSync(path, text);
    expect(readInitialPassword(path, 8)).toEqual(expected);
  });

  const FORM = (file: string) =>
    `Invalid value in '${file}': it must have the form neo4j/<password>, and the password can have no '/'.`;
  test.each([
    ["none", FORM],
    ["correct-horse", FORM],
    ["neo4j/correct/horse", FORM],
    ["neo4j/", FORM],
    ["admin/correct-horse", () => "Invalid value in NEO4J_AUTH: the initial user must be 'neo4j'."],
    [
      "neo4j/neo4j",
      () => "Invalid value for password. It cannot be 'neo4j', which is the default.",
    ],
    ["neo4j/short", () => "A password must be at least 8 characters."],
  ])("refuses %j without repeating it", (text, message) => {
    writeFileSync(path, text);
    expect(() => readInitialPassword(path, 8)).toThrow(
      expect.objectContaining({ code: "initial-password", message: message(path) }),
    );
  });

  test("refuses a file that is not there", () => {
    expect(() => readInitialPassword(join(directory, "none"), 8)).toThrow(
      expect.objectContaining({
        code: "initial-password",
        message: `The file '${join(directory, "none")}' of NEO4J_AUTH_PATH cannot be read.`,
      }),
    );
  });
});
