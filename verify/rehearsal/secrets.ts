import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonText } from "../../access/json.ts";
import type { StackOutputs } from "../inputs/outputs.ts";
import type { Handover } from "./handover.ts";

/** Files for the proof and for the rehearsal's user, so that no secret is printed or put on a command line. */
export interface RehearsalFiles {
  /** The output `access`. */
  contract: string;
  /** Folder for `--secrets`. */
  secrets: string;
}

/** Writes the contract, and one file per secret that only this user can read. */
export async function writeFiles(
  { contract, credentials, breakGlass }: StackOutputs,
  { directory, signingKey }: Pick<Handover, "directory" | "signingKey">,
): Promise<RehearsalFiles> {
  const files = { contract: join(directory, "access.json"), secrets: join(directory, "secrets") };
  await mkdir(files.secrets, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) =>
    writeFile(join(files.secrets, name), text, { mode: 0o600 });
  for (const { name, credential } of contract.accounts) {
    const secret = credentials[name]?.clientSecret;
    if (credential === "private_key_jwt") {
      await write(name, signingKey.privateKey);
      await write(`${name}.kid`, signingKey.kid);
    } else if (secret !== undefined) await write(name, secret);
  }
  if (breakGlass) await write("break-glass.password", breakGlass.password);
  await writeFile(files.contract, jsonText(contract));
  return files;
}
