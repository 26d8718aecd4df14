import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  parseCredentials,
  type ServiceCredentials,
} from "../../access/credentials/service-credentials.ts";
import type { Credential } from "../../tokens/index.ts";

/** The keys of docs/credentials.md: as files in CREDENTIALS_DIRECTORY where that is set, else as variables. */
export function readCredentials(
  variables: Readonly<Record<string, string | undefined>>,
): ServiceCredentials {
  const directory = variables.CREDENTIALS_DIRECTORY;
  if (!directory) return parseCredentials((key) => variables[key]);
  return parseCredentials((key) => {
    const file = join(directory, key);
    return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
  });
}

/** The credential as the token client takes it; a private key that is in a file is read. */
export function tokenCredential({ credential }: ServiceCredentials): Credential {
  if (credential.kind !== "private_key_jwt") return credential;
  const { kind, privateKey, kid } = credential;
  const pem = "pem" in privateKey ? privateKey.pem : readFileSync(privateKey.file, "utf8");
  return { kind, privateKey: pem, ...(kid === undefined ? {} : { kid }) };
}
