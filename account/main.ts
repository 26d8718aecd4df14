import { exampleOf } from "../access/difference/roles.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { shellWord } from "../access/shell-word.ts";
import { valueAt } from "../access/tree.ts";
import { exitOf, type Surroundings } from "../command/command.ts";
import type { Problem } from "../infra/check/report.ts";
import { type Options, parseOptions } from "./options.ts";
import {
  changedLines,
  edited,
  readAccounts,
  type StackAccounts,
  writeStackFile,
} from "./stack-edit.ts";

/** @returns the exit status: 0 added, 1 the settings do not allow it, 2 usage, 3 not read or not written */
export async function main(argv: string[], around: Omit<Surroundings, "input">): Promise<number> {
  try {
    const options = parseOptions(argv, around.write);
    if (options !== undefined) around.write(await add(options));
    return 0;
  } catch (error) {
    const status = exitOf(error, around, ["account-usage"]);
    const isAnswer =
      error instanceof Neo4jOktaError &&
      ["account-taken", "stack-edit-refused"].includes(error.code);
    return isAnswer ? 1 : status;
  }
}

async function add(options: Options): Promise<string> {
  const { name, stack, project } = options;
  const found = await readAccounts(options);
  const { file, key, accounts } = found;
  if (accounts.some((account) => account.name === name)) {
    throw new Neo4jOktaError(
      "account-taken",
      `${file.name} has an account ${name} already. Fix: choose another name, or edit that account.`,
    );
  }
  const account = accountOf(options);
  const index = accounts.length;
  const edit = index === 0 ? { at: [], value: [account] } : { at: [index], value: account };
  const text = edited(found, stack, edit, (problem) => awaitsKey(problem, options, index));
  await writeStackFile(project, file.name, text);
  const gained = changedLines(file.text, text);
  return `${file.name}, ${key}:\n${gained}\n${foretold(found, options)}\n${nextSteps(options)}`;
}

/** In the order of the settings' page. */
function accountOf(options: Options): Record<string, unknown> {
  const { name, clientId, owner, purpose, groups, credential, jwksUri, deliverTo } = options;
  const [namespace, secret] = deliverTo?.split("/") ?? [];
  const privateKeyJwt = jwksUri === undefined ? { jwks: [] } : { jwksUri };
  return {
    name,
    ...(clientId === undefined ? {} : { clientId }),
    ...(owner === undefined ? {} : { owner }),
    ...(purpose === undefined ? {} : { purpose }),
    groups,
    credential: credential === "client_secret" ? "client_secret" : { privateKeyJwt },
    ...(namespace === undefined
      ? {}
      : { deliverTo: { namespace, ...(secret === undefined ? {} : { secret }) } }),
  };
}

/** What `npm run review` says of a new account, by the groups of the file. */
function foretold({ file: { config } }: StackAccounts, { name, groups }: Options): string {
  const mapping = config["neo4j-okta:groups"] ?? config.groups;
  const rolesOf = (group: string) => valueAt(mapping, [group]);
  const roles = [...new Set(groups.flatMap(rolesOf))].filter((role) => typeof role === "string");
  const says =
    roles.length === 0
      ? [`${name} can log in, with no role but PUBLIC.`]
      : roles.map((role) => `${name} gains ${role}: from the next token on, ${exampleOf(role)}.`);
  return `npm run review will say:\n${says.map((one) => `  ${one}\n`).join("")}`;
}

/** The key comes with the next step; until then nothing can be deployed. */
function awaitsKey({ code, path }: Problem, { credential }: Options, index: number): boolean {
  const place = `accounts[${index}].credential.privateKeyJwt.jwks`;
  return credential === "private_key" && code === "key-source" && path.endsWith(place);
}

function nextSteps({ name, stack, credential, jwksUri }: Options): string {
  const ofStack = `--stack ${shellWord(stack)}`;
  const ofAccount = `${ofStack} --account ${shellWord(name)}`;
  const pem = shellWord(`${name}.pem`);
  const publicHalf = jwksUri === undefined ? "--write" : `--jwks ${shellWord(`${name}.jwks.json`)}`;
  const [keygen, withKey] =
    credential === "client_secret"
      ? [[], ""]
      : [[`npm run keygen -- ${ofAccount} --output ${pem} ${publicHalf}`], `--private-key ${pem} `];
  const serve = jwksUri === undefined ? [] : [`# serve ${name}.jwks.json at ${jwksUri}`];
  const steps = [
    ...keygen,
    ...serve,
    `npm run preview -- ${ofStack}`,
    `npm run review -- ${ofStack}`,
    `npm run up -- ${ofStack}`,
    `npm run credentials -- ${ofAccount} --format env ${withKey}--output ${shellWord(`${name}.env`)}`,
  ];
  const isRefused = credential === "private_key" && jwksUri === undefined;
  const until = isRefused ? "Until it has its key, the stack is refused.\n" : "";
  return `${until}Next:\n${steps.map((step) => `  ${step}\n`).join("")}`;
}
