import { expect, test } from "vitest";
import { misspelledKeys } from "../../../infra/settings/namespaces.ts";

const KEYS = `okta:accessToken okta:apiToken okta:backoff okta:baseUrl okta:clientId okta:httpProxy
  okta:logLevel okta:maxApiCapacity okta:maxRetries okta:maxWaitSeconds okta:minWaitSeconds
  okta:orgName okta:parallelism okta:privateKey okta:privateKeyId okta:requestTimeout okta:scopes
  kubernetes:cluster kubernetes:context kubernetes:kubeconfig kubernetes:namespace`.split(/\s+/);

const told = (key: string) => ({
  code: "misspelled-key",
  message: "is a key that nobody reads",
  allowed: `${key}, or keys of other tools`,
  fix: `write ${key}, or remove it`,
});

test.each(KEYS)("another spelling of %s is told the right one", (key) => {
  expect(misspelledKeys([key])).toEqual([]);
  expect(misspelledKeys([`${key}x`])).toEqual([{ ...told(key), path: `${key}x` }]);
});

test.each([
  ["neo4j-okto:scope", "neo4j-okta:scope"],
  ["oktaa:orgName", "okta:orgName"],
  ["kubernets:context", "kubernetes:context"],
])("%s is of another namespace than meant", (path, key) => {
  expect(misspelledKeys([path])).toEqual([{ ...told(key), path }]);
});

test("other tools' keys, and those of this program, are left alone", () => {
  const keys = ["aws:region", "neo4j-okta:scopes", "okta:", "scope", "okta:somethingElse"];
  expect(misspelledKeys(keys)).toEqual([]);
});
