import { wrapped } from "../../access/wrap.ts";
import type { OktaApi } from "../../okta-api/client.ts";
import { printable } from "../../tokens/http.ts";
import { differing, FIND } from "./find.ts";
import type { Found } from "./found.ts";
import type { PlannedCreate } from "./plan.ts";

/** What stands at Okta where the stack wants to create an object. */
export interface Lost {
  urn: string;
  /** Name of the resource. */
  name: string;
  /** Its id, with those of its parents. */
  id: string;
  /** What makes it the stack's: arguments of `pulumi`. Undefined: it is not certain that it is the stack's. */
  command?: string[];
  /** Why it is not certain, and what to do. */
  refusal?: string;
}

/** Looks at Okta for each object that is to be created. @param stack for the commands */
export async function findLost(
  planned: readonly PlannedCreate[],
  okta: OktaApi,
  stack: string | undefined,
): Promise<Lost[]> {
  const lost: Lost[] = [];
  for (const create of planned) {
    // What would be on a server that is not there yet cannot be there either.
    const ids = [create.inputs.authServerId ?? "", create.inputs.policyId ?? ""];
    if (ids.some((id) => !/^\w*$/.test(String(id)))) continue;
    const found = await FIND[create.type]?.(okta, create.inputs);
    if (found) lost.push({ ...place(create, found), ...judge(create, found, stack) });
  }
  return lost;
}

function place({ urn, name }: PlannedCreate, { importId }: Found) {
  return { urn, name, id: importId };
}

function judge(
  create: PlannedCreate,
  found: Found,
  stack: string | undefined,
): Pick<Lost, "command" | "refusal"> {
  const differs = differing(found, create.inputs);
  if (differs.length > 0) {
    return {
      refusal: `it differs from what the stack declares: ${differs.join(", ")}. ${NOT_OURS}`,
    };
  }
  if (found.usedBy !== undefined) {
    return { refusal: `it is in use: ${printable(found.usedBy)}. ${NOT_OURS}` };
  }
  if (create.replaces) {
    return {
      refusal:
        "it takes the place of one that the state still names, which pulumi import cannot do. It is as declared and not in use: delete it at Okta and run pulumi up",
    };
  }
  return { command: importCommand(create, found, stack) };
}

const NOT_OURS =
  "Choose another name or client id for the stack's, or delete it at Okta if nobody needs it";

function importCommand(
  { type, name, parent, provider }: PlannedCreate,
  { importId }: Found,
  stack: string | undefined,
): string[] {
  return [
    "import",
    type,
    name,
    importId,
    ...(parent === undefined ? [] : ["--parent", `parent=${parent}`]),
    ...(provider === undefined ? [] : ["--provider", `provider=${provider}`]),
    ...(stack === undefined ? [] : ["--stack", stack]),
    "--protect=false",
    "--generate-code=false",
  ];
}

/** For people, and for a shell. */
export function renderText(lost: readonly Lost[]): string {
  if (lost.length === 0) {
    return "Okta has nothing that the stack's next pulumi up would create: nothing was lost.\n";
  }
  const blocks = lost.map(({ name, id, command, refusal }) => {
    const what = `${name}: Okta has ${printable(id)}, and the state does not.`;
    return command === undefined
      ? wrapped(`${what} It is not certain to be the stack's: ${refusal}.`)
      : `${wrapped(`${what} It is as declared, and nothing uses it.`)}\n${shellLine(command)}`;
  });
  const end = lost.some(({ command }) => command)
    ? [wrapped("Run the commands above in this order, then pulumi up.")]
    : [];
  return `${[...blocks, ...end].join("\n\n")}\n`;
}

/** One command, an option a line. */
function shellLine(command: readonly string[]): string {
  const words = command.map((word) =>
    word.startsWith("--") ? `\\\n  ${quoted(word)}` : quoted(word),
  );
  return `pulumi ${words.join(" ")}`;
}

/** Ids come from Okta: a shell must not read anything into them. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`;
}
