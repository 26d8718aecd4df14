import { generateKeyPairSync, randomBytes } from "node:crypto";
import { KubeConfig } from "@kubernetes/client-node";

/** A new key pair that signs service account tokens, on the curve P-256, as PEM. */
export function createServiceAccountKeys(): { privateKey: string; publicKey: string } {
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
export function kubeconfigText({
  server,
  certificateAuthority,
  user,
  token,
}: KubeconfigArgs): string {
  const caData = Buffer.from(certificateAuthority).toString("base64");
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    { name: "neo4j-okta-sandbox", server, caData, skipTLSVerify: false },
    { name: user, token },
  );
  return config.exportConfig();
}
