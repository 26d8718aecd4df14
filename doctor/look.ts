import type { Preview } from "../access/difference/step.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { jsonOf } from "../access/json.ts";
import { type Plan, planSchema } from "../access/okta-rights/plan.ts";
import type { Surroundings } from "../command/command.ts";
import { tellProgress } from "../command/progress.ts";
import { reportOf } from "../deployer/identities.ts";
import { planOf } from "../deployer/plan.ts";
import type { Report } from "../deployer/schema.ts";
import { oktaVariables } from "../okta-api/variables.ts";
import { previewText, readGiven } from "../review/input.ts";
import { readPreview } from "../review/preview.ts";
import { clusterFindings } from "./cluster/checks.ts";
import { clusterVerbs } from "./cluster/needed.ts";
import { coverFindings } from "./covered.ts";
import { type Finding, failed, notLookedAt } from "./finding.ts";
import { chartFindings, engineFindings } from "./local.ts";
import { oktaFindings } from "./okta/checks.ts";
import type { Options } from "./options.ts";

/** The process around a run. */
export interface DoctorSurroundings extends Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
}

/** What is known of the deployment. */
interface Seen {
  plan: Plan | undefined;
  preview: Preview | undefined;
  report: Report | undefined;
}

/** Everything that is looked at before a deployment. */
export async function lookedAt(options: Options, around: DoctorSurroundings): Promise<Finding[]> {
  const given = options.plan === undefined ? undefined : await readPlan(options.plan, around);
  const { preview, failure } = await previewed(options, around, given !== undefined);
  const report = preview && reportOf(preview, { mayCreate: false });
  const needed = report && planOf(report);
  const plan = given ?? needed;
  const covered = given && needed ? coverFindings(given, needed, options, mendOf(given)) : [];
  let place = "Okta";
  const done = () => `looking at ${place}`;
  const stop = tellProgress({ name: "doctor", done, write: around.writeError });
  try {
    const atOkta = await lookAtOkta({ plan, preview, report }, options, around);
    place = "the cluster, the chart and the engine";
    const others = options.oktaOnly ? [] : await besidesOkta(preview, options);
    return [...failure, ...covered, ...unknownFindings(report), ...atOkta, ...others];
  } finally {
    stop();
  }
}

function mendOf({ stack }: Plan): string {
  return `npm run deployer -- --stack ${stack} --output FILE, then npm run bootstrap -- up --stack ${stack}, as a Super Admin`;
}

async function besidesOkta(
  preview: Preview | undefined,
  { context, stack, project }: Options,
): Promise<Finding[]> {
  const engine = stack === undefined ? [] : await engineFindings(project);
  if (preview === undefined) {
    return [
      notLookedAt("cluster.rights", "rights in the cluster", "no preview tells which"),
      ...engine,
    ];
  }
  const cluster = await clusterFindings(clusterVerbs(preview), context);
  return [...cluster, ...(await chartFindings(preview)), ...engine];
}

/** A preview may fail for the very reason that is looked for; a plan says what to look for all the same. */
async function previewed(
  options: Options,
  around: DoctorSurroundings,
  hasPlan: boolean,
): Promise<{ preview: Preview | undefined; failure: Finding[] }> {
  if (options.stack === undefined && options.preview === undefined) {
    return { preview: undefined, failure: [] };
  }
  try {
    return { preview: readPreview(await previewText(options, around)), failure: [] };
  } catch (error) {
    if (!(error instanceof Neo4jOktaError) || !hasPlan) throw error;
    const fix = "mend what is said below, and run this again";
    return { preview: undefined, failure: [failed("preview", "the preview", error.message, fix)] };
  }
}

/** Nobody can say what they need. */
function unknownFindings(report: Report | undefined): Finding[] {
  return (report?.unknown ?? []).map(({ resource, type }) =>
    notLookedAt("okta.type", resource, `this version does not know what ${type} needs`),
  );
}

async function lookAtOkta(
  { plan, preview, report }: Seen,
  { as }: Options,
  { environment }: DoctorSurroundings,
): Promise<Finding[]> {
  const privilege = plan?.identities[as];
  if (plan === undefined || privilege === undefined) {
    return [
      notLookedAt(
        "okta.permission",
        "rights at Okta",
        `the plan has no ${as}`,
        "make the plan again with npm run deployer, after the first npm run up",
      ),
    ];
  }
  const access = async (scopes: readonly string[]) => {
    const found = await oktaVariables(environment, scopes);
    if (typeof found !== "string") return found;
    throw new Neo4jOktaError("doctor-okta", `doctor needs ${found}.`);
  };
  const beyond = report?.identities[as]?.beyond ?? [];
  return oktaFindings({ access, as, privilege, beyond, preview, mend: mendOf(plan) });
}

async function readPlan(file: string, { input }: DoctorSurroundings): Promise<Plan> {
  const plan = planSchema.safeParse(jsonOf(await readGiven(file, input, "doctor-plan")));
  if (plan.success) return plan.data;
  const [issue] = plan.error.issues;
  throw new Neo4jOktaError(
    "doctor-plan",
    `--plan ${file} is no plan: ${issue?.path.join(".")}: ${issue?.message}. Fix: write it with npm run deployer -- --stack NAME --output FILE.`,
  );
}
