import { generateKeyPairSync, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";

/** A server's certificate, its private key, and the CA that has to be trusted; all PEM. */
export interface ServerIdentity {
  cert: string;
  key: string;
  ca: string;
}

const DAY_MS = 86_400_000;
const DAYS_VALID = 30;

/**
 * Makes a certificate for names and IP addresses, by a CA of its own. The CA's private key is
 * forgotten: whoever trusts the CA trusts this one certificate.
 */
export function issueCertificate(...hosts: string[]): ServerIdentity {
  const [authority, server] = [createKey(), createKey()];
  const issuer = "neo4j-okta sandbox, CA of one run";
  const ca = certificate(issuer, authority.publicKey, issuer, authority.privateKey, [
    { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
    { name: "keyUsage", keyCertSign: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  const keyIdentifier = ca.generateSubjectKeyIdentifier().getBytes();
  const altNames = hosts.map((host) =>
    isIP(host) ? { type: 7, ip: host } : { type: 2, value: host },
  );
  const cert = certificate("Okta emulator", server.publicKey, issuer, authority.privateKey, [
    { name: "basicConstraints", cA: false, critical: true },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    { name: "subjectAltName", altNames },
    { name: "subjectKeyIdentifier" },
    { name: "authorityKeyIdentifier", keyIdentifier },
  ]);
  const pem = (one: forge.pki.Certificate) => forge.pki.certificateToPem(one).replaceAll("\r", "");
  return { cert: pem(cert), key: server.pem, ca: pem(ca) };
}

/** RSA, since node-forge knows no other; by OpenSSL, since node-forge is slow at it. */
function createKey() {
  const pem = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  }).privateKey;
  const privateKey = forge.pki.privateKeyFromPem(pem);
  return { pem, privateKey, publicKey: forge.pki.setRsaPublicKey(privateKey.n, privateKey.e) };
}

function certificate(
  subject: string,
  publicKey: forge.pki.PublicKey,
  issuer: string,
  privateKey: forge.pki.rsa.PrivateKey,
  extensions: object[],
): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = `01${randomBytes(15).toString("hex")}`;
  made.validity.notBefore = new Date(Date.now() - DAY_MS);
  made.validity.notAfter = new Date(Date.now() + DAYS_VALID * DAY_MS);
  made.setSubject([{ name: "commonName", value: subject }]);
  made.setIssuer([{ name: "commonName", value: issuer }]);
  made.setExtensions(extensions);
  made.sign(privateKey, forge.md.sha256.create());
  return made;
}
