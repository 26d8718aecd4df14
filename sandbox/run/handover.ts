import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SandboxError } from "../errors.ts";
import { REHEARSAL_KID } from "./rehearsal-key.ts";

/** The stack outputs, as far as the run itself needs them; `verify` checks the whole contract. */
export interface Deployed {
  access: {
    issuer: string;
    tokenEndpoint: string;
    scope: string;
    accounts: { name: string; clientId: string; credential: string; disabled: boolean }[];
    neo4j: { namespace: string; release: string };
  };
  credentials: Record<string, { clientId: string; clientSecret: string }>;
  breakGlass: { username: string; password: string };
}

/** Files that other programs read: the contract, and one file per secret, for this user only. */
export interface Handover {
  contract: string;
  secrets: string;
}

/** @throws SandboxError `outputs-missing` when the program has other outputs than this project's. */
export function readOutputs(outputs: Record<string, unknown>): Deployed {
  const missing = ["access", "credentials", "breakGlass"].filter(
    (name) => typeof outputs[name] !== "object" || outputs[name] === null,
  );
  if (missing.length > 0) {
    throw new SandboxError(
      "outputs-missing",
      `the program has no output ${missing.join(", ")}; infra/index.ts must export access, credentials and breakGlass.`,
    );
  }
  return outputs as unknown as Deployed;
}

/** Writes what the proof and the user need, so that no secret is printed or put on a command line. */
export async function handOver(
  deployed: Deployed,
  directory: string,
  rehearsalKey: string,
): Promise<Handover> {
  const secrets = join(directory, "secrets");
  await mkdir(secrets, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) =>
    writeFile(join(secrets, name), text, { mode: 0o600 });
  for (const { name, credential } of deployed.access.accounts) {
    const secret = deployed.credentials[name]?.clientSecret;
    if (credential === "private_key_jwt") {
      await write(name, rehearsalKey);
      await write(`${name}.kid`, REHEARSAL_KID);
    } else if (secret !== undefined) await write(name, secret);
  }
  await write("break-glass.password", deployed.breakGlass.password);
  const contract = join(directory, "access.json");
  await writeFile(contract, `${JSON.stringify(deployed.access, null, 2)}\n`);
  return { contract, secrets };
}
