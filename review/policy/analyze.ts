import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { Neo4jOktaError } from "../../access/errors.ts";
import { pulumi } from "../../command/pulumi.ts";
import { blind } from "./blind.ts";
import type { Found } from "./report.ts";

const PACK = resolve(import.meta.dirname, "../../policy");

const eventSchema = z.looseObject({
  policyEvent: z
    .looseObject({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z.looseObject({}).optional(),
});

type Event = z.infer<typeof eventSchema>;

/** Where a run takes place. */
interface Place {
  project: string;
  /** File with the pack's configuration. Default: none. */
  config?: string | undefined;
}

/**
 * What the pack says of a state. The engine gets it without secrets.
 *
 * @throws Neo4jOktaError `policy-config`, `policy-engine-old`, or as {@link pulumi} does
 */
export async function analyze(state: string, { project, config }: Place): Promise<Found[]> {
  const folder = await mkdtemp(join(tmpdir(), "neo4j-okta-policy-"));
  try {
    const file = join(folder, "state.json");
    const configuration = join(folder, "config.json");
    await writeFile(file, blind(state), { mode: 0o600 });
    await writeFile(configuration, JSON.stringify(await configured(config)), { mode: 0o600 });
    const packs = ["--policy-pack", PACK, "--policy-pack-config", configuration];
    const printed = await pulumi(["policy", "analyze", ...packs, "--file", file, "--json"], {
      project,
      otherwise: "it could not be looked at",
      isAnswer: (stdout) => isWhole(events(stdout)),
    });
    const told = events(printed);
    if (!isWhole(told)) throw await notAnalyzed(project);
    return told.flatMap(({ policyEvent }) => (policyEvent ? [toFound(policyEvent)] : []));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The user's configuration, and that secrets have been taken out. */
async function configured(file: string | undefined): Promise<Record<string, unknown>> {
  const blinded = "no-secret-in-outputs";
  try {
    const given = file === undefined ? {} : JSON.parse(await readFile(file, "utf8"));
    const own = z.record(z.string(), z.unknown()).parse(given);
    const rule = own[blinded];
    const kept = typeof rule === "string" ? { enforcementLevel: rule } : Object(rule);
    return { ...own, [blinded]: { ...kept, blinded: true } };
  } catch (error) {
    const what = error instanceof z.ZodError ? "is no JSON object" : (error as Error).message;
    throw new Neo4jOktaError(
      "policy-config",
      `The pack's configuration ${file} cannot be read: ${what}. Fix: see Configuration in docs/policies.md.`,
    );
  }
}

function events(text: string): Event[] {
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = eventSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** The engine ends with a summary, whatever it has found. */
function isWhole(all: readonly Event[]): boolean {
  return all.some(({ summaryEvent }) => summaryEvent !== undefined);
}

function toFound({
  resourceUrn = "",
  message,
  policyName: rule,
  enforcementLevel,
}: NonNullable<Event["policyEvent"]>): Found {
  const isUnjudged = message.includes("so that the rule cannot be judged");
  const level = enforcementLevel === "mandatory" ? "mandatory" : "advisory";
  return { rule, level: isUnjudged ? "unjudged" : level, urn: resourceUrn, message };
}

async function notAnalyzed(project: string): Promise<Neo4jOktaError> {
  const version = (await pulumi(["version"], { project, otherwise: "" })).trim();
  const [, major = 0, minor = 0] = (/^v?(\d+)\.(\d+)\./.exec(version) ?? []).map(Number);
  if (major === 3 && minor < 249) {
    return new Neo4jOktaError(
      "policy-engine-old",
      `Pulumi ${version} cannot judge a state by a policy pack. Fix: install 3.249 or newer.`,
    );
  }
  return new Neo4jOktaError(
    "pulumi-failed",
    `pulumi policy analyze (${version}) ended without a summary, so nothing can be said.`,
  );
}
