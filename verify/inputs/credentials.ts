import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgsStringToArgv } from "string-argv";
import type { AccessAccount, AccountCredentials } from "../../access/contract.ts";
import { jsonOf } from "../../access/json.ts";
import type { Credential } from "../../tokens/credential.ts";

/** Where secrets may come from; the first that has one for the account is used. */
export interface CredentialSources {
  /** `--secrets`: a folder with one file per account, and `<account>.kid` beside a private key. */
  directory?: string;
  /** `--secret-command`: run with the account in place of `{account}`; prints the secret. */
  command?: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** The stack output `credentials`, or a file in its form. */
  outputs: AccountCredentials;
  /** Options that name one, for the message. Default: those of verify. */
  ways?: string;
}

/** A credential, or a sentence on why there is none. */
export type FoundCredential = { credential: Credential } | { missing: string };

/** Longer answers are not secrets or keys. */
const MAX_BYTES = 64 * 1024;

/**
 * Finds the secret or the private key of an account; the contract says which of them it is.
 * No message holds any part of a secret.
 */
export async function findCredential(
  account: AccessAccount,
  sources: CredentialSources,
): Promise<FoundCredential> {
  try {
    const found =
      (await fromDirectory(account.name, sources.directory)) ??
      (await fromCommand(account.name, sources.command)) ??
      fromEnvironment(account, sources.environment) ??
      fromOutputs(account.name, sources.outputs);
    if (found === undefined) return { missing: nothingFound(account, sources.ways) };
    return { credential: toCredential(account, found) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : "its credential cannot be read" };
  }
}

interface Found {
  secret: string;
  kid?: string;
}

/** A JWK's own `kid` is the one that was written with it: another one may be of the key before. */
function toCredential(
  { name, credential: kind }: AccessAccount,
  { secret, kid }: Found,
): Credential {
  const { kid: own, kty } = Object(jsonOf(secret)) as { kid?: unknown; kty?: unknown };
  if (kind !== "private_key_jwt") {
    // It would be sent to Okta as it is.
    const isKey = secret.startsWith("-----BEGIN") || kty !== undefined;
    if (isKey) throw new Error(`a private key was found, and ${name} has a client secret`);
    return { kind, clientSecret: secret };
  }
  const used = typeof own === "string" ? own : kid;
  return { kind, privateKey: secret, ...(used === undefined ? {} : { kid: used }) };
}

async function fromDirectory(
  name: string,
  directory: string | undefined,
): Promise<Found | undefined> {
  if (directory === undefined) return undefined;
  if (!/^[\w.-]+$/.test(name) || name.startsWith(".")) return undefined;
  const secret = await readIfThere(join(directory, name));
  const kid = await readIfThere(join(directory, `${name}.kid`));
  return secret === undefined ? undefined : found(secret, kid);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`its secret file ${path} cannot be read: ${code}`);
  }
}

async function fromCommand(name: string, command: string | undefined): Promise<Found | undefined> {
  if (command === undefined) return undefined;
  const [program = "", ...words] = parseArgsStringToArgv(command);
  const args = words.map((word) => word.replaceAll("{account}", name));
  const output = await new Promise<string>((resolve, reject) => {
    execFile(program, args, { maxBuffer: MAX_BYTES, timeout: 30_000 }, (error, stdout) => {
      if (!error) return resolve(stdout);
      const { code, killed } = error as { code?: unknown; killed?: boolean };
      const how = killed ? "did not end within 30 s" : `ended with ${String(code)}`;
      reject(new Error(`the secret command ${JSON.stringify(program)} ${how}`));
    });
  });
  return output.trim() === "" ? undefined : found(output);
}

function fromEnvironment(
  { name, credential }: AccessAccount,
  environment: CredentialSources["environment"],
): Found | undefined {
  const variable = variableOf(name, credential);
  const secret = environment[variable];
  return secret ? found(secret, environment[`${variable}_KID`]) : undefined;
}

function fromOutputs(name: string, outputs: AccountCredentials): Found | undefined {
  const own = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  return own === undefined ? undefined : { secret: own.clientSecret };
}

/** Editors and commands end a file with a line break; no secret does. */
function found(secret: string, kid?: string): Found {
  return { secret: secret.trim(), ...(kid?.trim() ? { kid: kid.trim() } : {}) };
}

/** `NEO4J_OKTA_SECRET_ETL_LOADER`, or `NEO4J_OKTA_PRIVATE_KEY_ETL_LOADER` with `..._KID`. */
function variableOf(name: string, kind: AccessAccount["credential"]): string {
  const what = kind === "private_key_jwt" ? "PRIVATE_KEY" : "SECRET";
  return `NEO4J_OKTA_${what}_${name.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

function nothingFound(
  { name, credential }: AccessAccount,
  ways = "--secrets, --secret-command, --credentials",
): string {
  const what = credential === "private_key_jwt" ? "private key" : "client secret";
  return `no ${what} of ${name} was found: give it by ${ways} or ${variableOf(name, credential)}`;
}
