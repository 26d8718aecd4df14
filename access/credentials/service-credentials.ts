import { byKey, CREDENTIALS_VERSION } from "./keys.ts";

/** How a service proves itself at the token endpoint. */
export type ServiceCredential =
  | { kind: "client_secret_basic" | "client_secret_post"; clientSecret: string }
  | {
      kind: "private_key_jwt";
      /** The key itself, or where it is. */
      privateKey: { pem: string } | { file: string };
      /** Absent: the client has one key. */
      kid?: string | undefined;
    };

/** All that a service needs to open Neo4j as its account. */
export interface ServiceCredentials {
  /** Absent in what older stacks deliver. */
  account?: string | undefined;
  issuer: string;
  tokenEndpoint: string;
  clientId: string;
  credential: ServiceCredential;
  scope: string;
  audience?: string | undefined;
  neo4jUri: string;
  /** Absent: the home database. */
  database?: string | undefined;
}

/** The keys of the contract with their values. */
export function renderCredentials(credentials: ServiceCredentials): Record<string, string> {
  const { credential, ...others } = credentials;
  return byKey({
    ...others,
    version: CREDENTIALS_VERSION,
    authMethod: credential.kind,
    ...(credential.kind === "private_key_jwt"
      ? {
          ...("pem" in credential.privateKey
            ? { privateKey: credential.privateKey.pem }
            : { privateKeyFile: credential.privateKey.file }),
          privateKeyId: credential.kid,
        }
      : { clientSecret: credential.clientSecret }),
  });
}
