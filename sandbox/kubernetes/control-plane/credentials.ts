import { generateKeyPairSync, randomBytes } from "node:crypto";
import { stringify } from "yaml";

/** The key pair that signs service account tokens, as PEM. */
export interface ServiceAccountKeys {
  privateKey: string;
  publicKey: string;
}

/** A new key pair, on the curve P-256. */
export function createServiceAccountKeys(): ServiceAccountKeys {
  return generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "sec1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

/** A bearer token of 256 random bits. */
export function createToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Lines for kube-apiserver's `--token-auth-file`: token, user, uid, groups. */
export function tokenFile(users: readonly { user: string; token: string }[]): string {
  return users.map(({ user, token }) => `${token},${user},${user},system:masters\n`).join("");
}

/** One cluster, and one user of it. */
export interface KubeconfigArgs {
  /** e.g. `https://127.0.0.1:41234`. */
  server: string;
  /** PEM certificates that the server's own must chain to. */
  certificateAuthority: string;
  user: string;
  token: string;
}

/** A kubeconfig with one context; it holds the token and verifies the server's certificate. */
export function kubeconfigText(args: KubeconfigArgs): string {
  const name = "neo4j-okta-sandbox";
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: {
            server: args.server,
            "certificate-authority-data": Buffer.from(args.certificateAuthority).toString("base64"),
          },
        },
      ],
      users: [{ name: args.user, user: { token: args.token } }],
      contexts: [{ name, context: { cluster: name, user: args.user } }],
      "current-context": name,
    },
    { lineWidth: 0 },
  );
}
