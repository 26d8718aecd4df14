import { Neo4jOktaError } from "../errors.ts";
import { byKey, CREDENTIALS_VERSION, FIELDS, type Field, type Fields, KEYS } from "./keys.ts";

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

/**
 * Reads the keys of the contract. An empty value counts as none: templates leave such behind.
 *
 * @param valueAt the value of a key, e.g. of an environment variable
 * @throws Neo4jOktaError `credentials-version`, or `credentials-incomplete` that names all that is missing or wrong
 */
export function parseCredentials(valueAt: (key: string) => string | undefined): ServiceCredentials {
  const fields: Fields<string> = Object.fromEntries(
    FIELDS.map((field) => [field, valueAt(KEYS[field].key) || undefined]),
  );
  refuseVersion(fields.version);
  const problems: string[] = [];
  const needed = (field: Field): string => {
    const value = fields[field];
    if (value === undefined) problems.push(`${KEYS[field].key} is not set`);
    return value ?? "";
  };
  const { account, audience, database } = fields;
  const credentials = {
    account,
    issuer: needed("issuer"),
    tokenEndpoint: needed("tokenEndpoint"),
    clientId: needed("clientId"),
    credential: credentialOf(fields, problems),
    scope: needed("scope"),
    audience,
    neo4jUri: needed("neo4jUri"),
    database,
  };
  if (problems.length > 0) {
    throw new Neo4jOktaError(
      "credentials-incomplete",
      `${problems.join("; ")}. See docs/credentials.md.`,
    );
  }
  return credentials;
}

function refuseVersion(version: string | undefined): void {
  if (version === undefined || version === CREDENTIALS_VERSION) return;
  throw new Neo4jOktaError(
    "credentials-version",
    `${KEYS.version.key} is ${version}; this reads ${CREDENTIALS_VERSION}. Fix: update the service, or deliver credentials of that version.`,
  );
}

function credentialOf(fields: Fields<string>, problems: string[]): ServiceCredential {
  const { clientSecret, privateKey: pem, privateKeyFile: file, privateKeyId: kid } = fields;
  const hasKey = pem !== undefined || file !== undefined;
  const kind = fields.authMethod ?? (hasKey ? "private_key_jwt" : "client_secret_basic");
  const [secret, key, keyFile] = [
    KEYS.clientSecret.key,
    KEYS.privateKey.key,
    KEYS.privateKeyFile.key,
  ];
  if (kind === "private_key_jwt") {
    if (!hasKey) problems.push(`neither ${key} nor ${keyFile} is set`);
    if (pem !== undefined && file !== undefined) {
      problems.push(`both ${key} and ${keyFile} are set: give one`);
    }
    return { kind, privateKey: pem === undefined ? { file: file ?? "" } : { pem }, kid };
  }
  if (kind !== "client_secret_basic" && kind !== "client_secret_post") {
    problems.push(
      `${KEYS.authMethod.key} is ${kind}: allowed are client_secret_basic, client_secret_post, private_key_jwt`,
    );
    return { kind: "client_secret_basic", clientSecret: "" };
  }
  if (clientSecret === undefined) problems.push(`${secret} is not set`);
  return { kind, clientSecret: clientSecret ?? "" };
}
