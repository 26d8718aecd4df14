import { z } from "zod";
import { pulumi } from "../../command/pulumi.ts";
import { VerifyError } from "../errors.ts";

/** An Okta object that the next `pulumi up` would create. */
export interface PlannedCreate {
  urn: string;
  /** Type token, such as `okta:app/oAuth:OAuth`. */
  type: string;
  name: string;
  /** URN of the component that it belongs to. Default: none, it belongs to the stack. */
  parent?: string;
  /** URN of its provider. Default: one that the state does not have yet. */
  provider?: string;
  inputs: Readonly<Record<string, unknown>>;
  /** True: the state still holds the object in whose place it comes. */
  replaces: boolean;
}

const stepSchema = z.looseObject({
  op: z.string(),
  urn: z.string(),
  newState: z
    .looseObject({
      type: z.string(),
      parent: z.string().nullish(),
      provider: z.string().nullish(),
      inputs: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
});
const digestSchema = z.looseObject({
  steps: z.array(stepSchema).nullish(),
});

/**
 * The Okta objects that a preview of the stack would create. A preview changes nothing.
 *
 * @throws Neo4jOktaError `pulumi-missing`, `pulumi-failed`, or `imports-preview` for no preview
 */
export async function previewCreates(stack: string): Promise<PlannedCreate[]> {
  const printed = await pulumi(["preview", "--json", "--stack", stack], {
    otherwise: "give a saved preview with --preview FILE",
  });
  return plannedCreates(printed, `pulumi preview --json of stack ${stack}`);
}

/**
 * Reads what `pulumi preview --json` printed.
 *
 * @param source what printed it, for the message
 * @throws {VerifyError} `imports-preview`
 */
export function plannedCreates(text: string, source: string): PlannedCreate[] {
  const digest = digestOf(text);
  if (digest === undefined) {
    throw new VerifyError("imports-preview", `${source} is not what pulumi preview --json prints.`);
  }
  return (digest.steps ?? []).flatMap(({ op, urn, newState }) => {
    if (!newState?.type.startsWith("okta:") || !/^create(-replacement)?$/.test(op)) return [];
    const { type, parent, provider, inputs } = newState;
    return [
      {
        urn,
        type,
        name: urn.split("::").slice(3).join("::"),
        inputs: inputs ?? {},
        replaces: op !== "create",
        ...(parent && !parent.includes("::pulumi:pulumi:Stack::") ? { parent } : {}),
        ...(provider && !provider.endsWith(`::${UNKNOWN}`)
          ? { provider: provider.slice(0, provider.lastIndexOf("::")) }
          : {}),
      },
    ];
  });
}

/** The engine's word for what a preview cannot know yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function digestOf(text: string) {
  try {
    return digestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
