import { z } from "zod";
import { OPERATIONS, type Operation, type Preview, type Step } from "../access/difference/step.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { resourceSchema, toResource } from "./resources.ts";

const stepSchema = z.looseObject({
  op: z.enum(OPERATIONS),
  urn: z.string(),
  oldState: resourceSchema.optional(),
  newState: resourceSchema.optional(),
});

const previewSchema = z.looseObject({
  steps: z.array(z.unknown()).nullish(),
  diagnostics: z
    .array(z.looseObject({ message: z.string().optional(), severity: z.string().optional() }))
    .nullish(),
  changeSummary: z.record(z.string(), z.number()),
  maybeCorrupt: z.boolean().optional(),
});

/**
 * Reads what `pulumi preview --json --show-sames` prints.
 *
 * @throws Neo4jOktaError `review-preview` for anything that is not the whole of a preview that went well
 */
export function readPreview(text: string): Preview {
  const { steps, diagnostics, changeSummary, maybeCorrupt } = parse(text);
  const failure = diagnostics?.find(({ severity }) => severity === "error");
  if (failure) throw refuse(`The preview failed: ${firstLine(failure.message)}`);
  if (maybeCorrupt) throw refuse("Pulumi says that the preview may be wrong (maybeCorrupt)");
  const read = (steps ?? []).map(readStep).filter((step) => !isLeftover(step));
  const sames = read.filter(({ op }) => op === "same").length;
  if (sames < (changeSummary.same ?? 0)) {
    throw refuse(
      `The preview leaves out ${(changeSummary.same ?? 0) - sames} unchanged resources, without which nobody can tell what ` +
        "the others grant. Fix: make it with pulumi preview --json --show-sames",
    );
  }
  const both = read.map((step) => resourcesOf(step));
  return {
    before: both.flatMap(({ before }) => before ?? []),
    after: both.flatMap(({ after }) => after ?? []),
    steps: both.filter(({ operation }) => !UNCHANGING.has(operation)),
  };
}

/** What is only read, or no longer, is changed by nobody. */
const UNCHANGING: ReadonlySet<Operation> = new Set(["same", "read", "read-replacement", "discard"]);

function parse(text: string): z.infer<typeof previewSchema> {
  const json = jsonOf(text);
  if (json === undefined) {
    throw refuse(
      "The preview is not one JSON document; it may have been cut off. Fix: save all that pulumi preview --json --show-sames prints",
    );
  }
  const parsed = previewSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw refuse(
    "The file is no preview: it has no steps with a summary of changes. Fix: give what pulumi preview --json --show-sames prints",
  );
}

function readStep(step: unknown): z.infer<typeof stepSchema> {
  const parsed = stepSchema.safeParse(step);
  if (parsed.success) return parsed.data;
  const { op } = Object(step) as { op?: unknown };
  const isNew = typeof op === "string" && !(OPERATIONS as readonly string[]).includes(op);
  throw refuse(
    isNew
      ? `The preview has a step "${op}", which this version does not know. Fix: use a newer version of this tool`
      : `A step of the preview has another form than expected: ${z.prettifyError(parsed.error)}`,
  );
}

function resourcesOf({ op, urn, oldState, newState }: z.infer<typeof stepSchema>): Step {
  const stays = op === "same" || op === "update" || op === "read" || op === "import";
  return {
    operation: op,
    urn,
    type: (newState ?? oldState)?.type ?? "",
    before: oldState && toResource(oldState, oldState),
    after:
      newState && op !== "delete" && op !== "discard"
        ? toResource(newState, stays ? oldState : undefined)
        : undefined,
  };
}

/** An older object of a resource that has been replaced already, and whose deletion failed. */
function isLeftover({ op, oldState }: z.infer<typeof stepSchema>): boolean {
  return (
    op === "delete-replaced" ||
    op === "discard-replaced" ||
    (op === "delete" && oldState?.delete === true)
  );
}

function firstLine(text = "without a message"): string {
  return text.trim().split("\n", 1)[0] ?? "";
}

function refuse(sentence: string): Neo4jOktaError {
  return new Neo4jOktaError("review-preview", `${sentence}.`);
}
