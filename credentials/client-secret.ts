import { z } from "zod";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { readGivenFile } from "../command/given-file.ts";
import { pulumi } from "../command/pulumi.ts";
import type { Options } from "./options.ts";

const secretsSchema = z.record(z.string(), z.looseObject({ clientSecret: z.string() }));
const outputsSchema = z.looseObject({ credentials: secretsSchema });

/**
 * The client secret of an account: from the stack's output, or from files in its form.
 *
 * @throws Neo4jOktaError `credentials-secret`; no message holds any part of a secret
 */
export async function clientSecretOf({
  account,
  stack,
  contract,
  credentials,
  project,
}: Options): Promise<string> {
  const file = credentials ?? contract ?? "";
  const [text, source] =
    credentials === undefined && stack !== undefined
      ? [await output(stack, project), `the output credentials of stack ${stack}`]
      : [await read(file), file];
  const value = jsonOf(text);
  const outputs = outputsSchema.safeParse(value);
  const secrets = outputs.success ? outputs.data.credentials : secretsSchema.safeParse(value).data;
  const found = secrets && Object.hasOwn(secrets, account) ? secrets[account] : undefined;
  if (found !== undefined) return found.clientSecret;
  throw refused(
    `${source} has no client secret of ${account}`,
    "give the output credentials with --credentials FILE, or run npm run up first; of an account with rotation: true, give what npm run rotate has delivered (docs/rotation.md)",
  );
}

function output(stack: string, project: string): Promise<string> {
  const args = ["stack", "output", "credentials", "--json", "--show-secrets", "--stack", stack];
  return pulumi(args, { project, otherwise: "give --contract FILE and --credentials FILE" });
}

function read(path: string): Promise<string> {
  return readGivenFile(
    path,
    (what) => new Neo4jOktaError("credentials-secret", `--credentials ${path} ${what}`),
  );
}

function refused(what: string, fix: string): Neo4jOktaError {
  return new Neo4jOktaError("credentials-secret", `${what}. Fix: ${fix}.`);
}
