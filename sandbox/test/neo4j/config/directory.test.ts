import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSettingFiles } from "../../../neo4j/config/directory.ts";
import { readConfiguration } from "../../../neo4j/config/index.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "neo4j-conf-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("a file is a setting, its bytes the value", () => {
  writeFileSync(join(directory, "b.setting"), ' # "x"=y;\\\n ');
  writeFileSync(join(directory, "a.setting"), "");
  expect([...readSettingFiles(directory).values]).toEqual([
    ["a.setting", ""],
    ["b.setting", ' # "x"=y;\\\n '],
  ]);
});

test("reads a projected volume: links into hidden folders, which are themselves skipped", () => {
  mkdirSync(join(directory, "..2024_01_01"));
  writeFileSync(join(directory, "..2024_01_01", "server.bolt.enabled"), "true");
  symlinkSync("..2024_01_01", join(directory, "..data"));
  symlinkSync("..data/server.bolt.enabled", join(directory, "server.bolt.enabled"));
  writeFileSync(join(directory, ".hidden"), "x");
  expect(readSettingFiles(directory)).toEqual({
    values: new Map([["server.bolt.enabled", "true"]]),
    warnings: [],
  });
});

test("skips a visible subdirectory with a warning", () => {
  mkdirSync(join(directory, "conf.d"));
  expect(readConfiguration(directory).warnings).toEqual([
    `Ignoring subdirectory in config directory [${join(directory, "conf.d")}].`,
  ]);
});

test("refuses a directory that is not there", () => {
  const missing = join(directory, "none");
  expect(() => readSettingFiles(missing)).toThrow(
    expect.objectContaining({
      code: "config-directory",
      message: `Config file [${missing}] does not exist.`,
    }),
  );
});

test("refuses a properties file in place of the directory", () => {
  const file = join(directory, "neo4j.conf");
  writeFileSync(file, "server.bolt.enabled=true");
  expect(() => readSettingFiles(file)).toThrow(
    expect.objectContaining({
      code: "config-directory",
      message: `Unable to load config file [${file}]; it must be a directory with one file per setting.`,
    }),
  );
});

test("refuses a link that leads nowhere", () => {
  const link = join(directory, "server.bolt.enabled");
  symlinkSync("gone", link);
  expect(() => readSettingFiles(directory)).toThrow(
    expect.objectContaining({
      code: "config-directory",
      message: `Unable to load config file [${link}].`,
    }),
  );
});
