import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseConfiguration } from "../../neo4j/config/index.ts";
import { containerPath } from "../../neo4j/container-path.ts";
import { trustStore } from "../../neo4j/trust-store.ts";

const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trust-test-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const trusted = (...jvm: string[]) => {
  const values = new Map([["server.jvm.additional", jvm.join("\n")]]);
  return trustStore(parseConfiguration(values).settings, (path) => containerPath(root, path));
};

test("the certificates of the file that Java's option names are trusted", () => {
  writeFileSync(join(root, "cacerts"), `a note\n${CERTIFICATE}\n${CERTIFICATE}\n`);
  const option = "-Djavax.net.ssl.trustStore=/cacerts";
  expect(trusted("-XX:+UseG1GC", option, "-Djavax.net.ssl.trustStorePassword=changeit")).toEqual({
    certificates: [CERTIFICATE, CERTIFICATE],
    warnings: [],
  });
});

test("without the option there is none to read", () => {
  expect(trusted("-XX:+UseG1GC")).toBeUndefined();
  expect(trusted("-Djavax.net.ssl.trustStorePassword=changeit")).toBeUndefined();
});

test("a file without certificates, or none at all, adds nothing and says so", () => {
  writeFileSync(join(root, "keystore.jks"), Buffer.from([0xfe, 0xed, 0xfe, 0xed]));
  for (const path of ["/keystore.jks", "/missing"]) {
    expect(trusted(`-Djavax.net.ssl.trustStore=${path}`)).toEqual({
      certificates: [],
      warnings: [`Sandbox: no certificate in PEM is in the trust store ${path}; none is added.`],
    });
  }
});

test("no file of this machine outside of the container is read", () => {
  const folder = join(root, "container");
  mkdirSync(folder);
  writeFileSync(join(root, "cacerts"), CERTIFICATE);
  const values = new Map([["server.jvm.additional", "-Djavax.net.ssl.trustStore=/../cacerts"]]);
  const { settings } = parseConfiguration(values);
  expect(trustStore(settings, (path) => containerPath(folder, path))?.certificates).toEqual([]);
});
