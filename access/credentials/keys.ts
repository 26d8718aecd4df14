/** Version of the names below and of what they mean. Raised when a reader of this one would misread a value. */
export const CREDENTIALS_VERSION = "1";

/** What a service is handed, by the field's name here. */
export interface Key {
  /** Name of the variable, of the key in a Secret, and of the file where a Secret is mounted. */
  readonly key: string;
  readonly meaning: string;
  /** True: the value opens the database. */
  readonly isSecret?: boolean;
}

/**
 * The contract of a service's credentials, in the order in which it is written. Names are those of Okta's and
 * Neo4j's own libraries where these have one.
 */
export const KEYS = {
  version: { key: "NEO4J_OKTA_CREDENTIALS_VERSION", meaning: "`1`; absent counts as 1" },
  account: { key: "NEO4J_OKTA_ACCOUNT", meaning: "name of the account in the stack's settings" },
  issuer: { key: "OKTA_OAUTH2_ISSUER", meaning: "`iss` of the tokens" },
  tokenEndpoint: { key: "OKTA_OAUTH2_TOKEN_ENDPOINT", meaning: "where tokens are asked for" },
  clientId: { key: "OKTA_OAUTH2_CLIENT_ID", meaning: "the account's client id" },
  authMethod: {
    key: "OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD",
    meaning:
      "how the client proves itself (RFC 7591): `client_secret_basic`, `client_secret_post` or `private_key_jwt`; absent: by whichever credential is there",
  },
  clientSecret: {
    key: "OKTA_OAUTH2_CLIENT_SECRET",
    meaning: "its secret, unless it has a private key",
    isSecret: true,
  },
  privateKey: {
    key: "OKTA_OAUTH2_PRIVATE_KEY",
    meaning: "its private key: RSA, PKCS#8 PEM",
    isSecret: true,
  },
  privateKeyFile: {
    key: "OKTA_OAUTH2_PRIVATE_KEY_FILE",
    meaning: "path of a file that holds the private key, instead of the key",
  },
  privateKeyId: { key: "OKTA_OAUTH2_PRIVATE_KEY_ID", meaning: "`kid` of its public key at Okta" },
  scope: { key: "OKTA_OAUTH2_SCOPES", meaning: "the one scope to ask for" },
  audience: {
    key: "OKTA_OAUTH2_AUDIENCE",
    meaning: "`aud` of the tokens, for services that check it",
  },
  neo4jUri: { key: "NEO4J_URI", meaning: "the database's address" },
  database: { key: "NEO4J_DATABASE", meaning: "the database to use; absent: the home database" },
} as const satisfies Record<string, Key>;

/** One part of the contract. */
export type Field = keyof typeof KEYS;

/** Values by field; those that are undefined are not there. */
export type Fields<T> = { readonly [F in Field]?: T | undefined };

/** All fields, in the order in which they are written. */
export const FIELDS = Object.keys(KEYS) as Field[];

/** The same values by their keys, in the order of the contract. */
export function byKey<T>(fields: Fields<T>): Record<string, T> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = fields[field];
      return value === undefined ? [] : [[KEYS[field].key, value]];
    }),
  );
}
