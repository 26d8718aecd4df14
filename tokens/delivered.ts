import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Credential } from "./credential.ts";
import { TokenError } from "./errors.ts";
import type { TokenClientOptions } from "./options.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** What a service was handed: options of its token client, and its database. */
export interface Delivered
  extends Pick<TokenClientOptions, "issuer" | "tokenEndpoint" | "clientId" | "scope"> {
  /** Reads secret or key again: files may have been replaced. */
  credential: () => Credential;
  neo4jUri: string;
  /** Undefined: the home database. */
  database: string | undefined;
}

/**
 * Reads the keys of the credentials that the stack delivers, version 1 (docs/credentials.md): from files of these
 * names in the folder CREDENTIALS_DIRECTORY where that is set, else from variables.
 *
 * @throws {TokenError} `token-delivered`
 */
export function delivered(variables: Variables = process.env): Delivered {
  const read = (name: string) => valueNamed(variables, name);
  const needed = (name: string) => read(name) ?? fail(`${name} is not set`);
  const version = read("NEO4J_OKTA_CREDENTIALS_VERSION") ?? "1";
  if (version !== "1") fail(`NEO4J_OKTA_CREDENTIALS_VERSION is ${version}, and this reads 1`);
  const credential = () => credentialOf(read, needed);
  credential();
  return {
    issuer: needed("OKTA_OAUTH2_ISSUER"),
    tokenEndpoint: needed("OKTA_OAUTH2_TOKEN_ENDPOINT"),
    clientId: needed("OKTA_OAUTH2_CLIENT_ID"),
    scope: needed("OKTA_OAUTH2_SCOPES"),
    neo4jUri: needed("NEO4J_URI"),
    database: read("NEO4J_DATABASE"),
    credential,
  };
}

function credentialOf(
  read: (name: string) => string | undefined,
  needed: (name: string) => string,
): Credential {
  const file = read("OKTA_OAUTH2_PRIVATE_KEY_FILE");
  const hasKey = (file ?? read("OKTA_OAUTH2_PRIVATE_KEY")) !== undefined;
  const kind =
    read("OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD") ??
    (hasKey ? "private_key_jwt" : "client_secret_basic");
  if (kind === "private_key_jwt") {
    const kid = read("OKTA_OAUTH2_PRIVATE_KEY_ID");
    const privateKey =
      file === undefined
        ? needed("OKTA_OAUTH2_PRIVATE_KEY")
        : (textOf(file) ?? fail(`OKTA_OAUTH2_PRIVATE_KEY_FILE is ${file}, where no file is`));
    return { kind, privateKey, ...(kid === undefined ? {} : { kid }) };
  }
  if (kind !== "client_secret_basic" && kind !== "client_secret_post") {
    return fail(
      `OKTA_OAUTH2_TOKEN_ENDPOINT_AUTH_METHOD is ${kind}; allowed are client_secret_basic, client_secret_post and private_key_jwt`,
    );
  }
  return { kind, clientSecret: needed("OKTA_OAUTH2_CLIENT_SECRET") };
}

function valueNamed(variables: Variables, name: string): string | undefined {
  const folder = variables.CREDENTIALS_DIRECTORY;
  const text = folder ? textOf(join(folder, name)) : variables[name];
  return text?.trim() || undefined;
}

/** Undefined where no file is; it may go while a Secret is replaced. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function fail(what: string): never {
  throw new TokenError(
    "token-delivered",
    `${what}. Fix: hand the service the credentials of its account (docs/credentials.md).`,
  );
}
