import { generateKeyPairSync, randomBytes } from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";

/** A server's certificate, its private key, and the CA that has to be trusted; all PEM. */
export interface ServerIdentity {
  cert: string;
  key: string;
  ca: string;
}

const DAYS_VALID = 30;
const DAY_MS = 86_400_000;

/**
 * Makes a certificate for names and IP addresses, by a CA of its own. The CA's private key is
 * forgotten: whoever trusts the CA trusts this one certificate.
 */
export function issueCertificate(...hosts: string[]): ServerIdentity {
  const authority = createKey();
  const server = createKey();
  const issuer = [{ name: "commonName", value: "neo4j-okta sandbox, CA of one run" }];
  const usage = (signs: boolean) => ({
    name: "keyUsage",
    critical: true,
    ...(signs ? { keyCertSign: true } : { digitalSignature: true, keyEncipherment: true }),
  });
  const ca = certificate(authority, issuer, authority, issuer, [
    { name: "basicConstraints", cA: true, pathLenConstraint: 0, critical: true },
    usage(true),
    { name: "subjectKeyIdentifier" },
  ]);
  const cert = certificate(
    server,
    [{ name: "commonName", value: "Okta emulator" }],
    authority,
    issuer,
    [
      { name: "basicConstraints", cA: false, critical: true },
      usage(false),
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: hosts.map((host) =>
          isIP(host) ? { type: 7, ip: host } : { type: 2, value: host },
        ),
      },
      { name: "subjectKeyIdentifier" },
      {
        name: "authorityKeyIdentifier",
        keyIdentifier: ca.generateSubjectKeyIdentifier().getBytes(),
      },
    ],
  );
  const pem = (one: forge.pki.Certificate) => forge.pki.certificateToPem(one).replaceAll("\r", "");
  return { cert: pem(cert), key: server.pem, ca: pem(ca) };
}

interface Key {
  pem: string;
  privateKey: forge.pki.rsa.PrivateKey;
  publicKey: forge.pki.rsa.PublicKey;
}

/** RSA, since node-forge knows no other; by OpenSSL, since node-forge is slow at it. */
function createKey(): Key {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return {
    pem: privateKey,
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey) as forge.pki.rsa.PublicKey,
  };
}

function certificate(
  { publicKey }: Key,
  subject: forge.pki.CertificateField[],
  { privateKey }: Key,
  issuer: forge.pki.CertificateField[],
  extensions: object[],
): forge.pki.Certificate {
  const made = forge.pki.createCertificate();
  made.publicKey = publicKey;
  made.serialNumber = `01${randomBytes(15).toString("hex")}`;
  made.validity.notBefore = new Date(Date.now() - DAY_MS);
  made.validity.notAfter = new Date(Date.now() + DAYS_VALID * DAY_MS);
  made.setSubject(subject);
  made.setIssuer(issuer);
  made.setExtensions(extensions);
  made.sign(privateKey, forge.md.sha256.create());
  return made;
}
