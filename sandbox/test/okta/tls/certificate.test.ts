import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { issueCertificate } from "../../../okta/tls/certificate.ts";

test.each([
  ["172.18.0.1", "checkIP", "172.18.0.2"],
  ["fd00::1", "checkIP", "fd00::2"],
  ["okta.example.test", "checkHost", "example.test"],
] as const)("the certificate is for %s alone, by a CA that only it is of", (host, check, other) => {
  const { cert, key, ca } = issueCertificate(host);
  const [server, authority] = [new X509Certificate(cert), new X509Certificate(ca)];
  expect(server[check](host)).toBeDefined();
  expect(server[check](other)).toBeUndefined();
  expect(server.ca).toBe(false);
  expect(server.checkIssued(authority)).toBe(true);
  expect(server.verify(authority.publicKey)).toBe(true);
  expect(authority.ca).toBe(true);
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(Date.parse(server.validTo)).toBeGreaterThan(Date.now());
  expect(issueCertificate(host).ca).not.toBe(ca);
});
