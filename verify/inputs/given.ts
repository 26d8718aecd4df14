import type { Given } from "../checks/context.ts";
import { VerifyError } from "../errors.ts";
import { readJsonFile, readText } from "./json-file.ts";
import type { Options } from "./options.ts";

/** Reads what the refusal probes need of the user. @throws {VerifyError} */
export async function readGiven(
  options: Pick<Options, "outsider" | "foreignToken" | "expiredToken">,
): Promise<Given> {
  const { outsider, foreignToken, expiredToken } = options;
  return {
    ...(outsider === undefined ? {} : { outsider: await readOutsider(outsider) }),
    ...(foreignToken === undefined
      ? {}
      : { foreignToken: (await readText(foreignToken, "--foreign-token")).trim() }),
    ...(expiredToken === undefined
      ? {}
      : { expiredToken: (await readText(expiredToken, "--expired-token")).trim() }),
  };
}

async function readOutsider(path: string): Promise<{ clientId: string; clientSecret: string }> {
  const { clientId, clientSecret } = await readJsonFile(path, "--outsider");
  if (typeof clientId !== "string" || typeof clientSecret !== "string") {
    throw new VerifyError(
      "verify-outsider",
      `--outsider ${path} must hold {"clientId": "...", "clientSecret": "..."}.`,
    );
  }
  return { clientId, clientSecret };
}
