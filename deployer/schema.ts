import { z } from "zod";
import type { Preview } from "../access/difference/step.ts";
import { nameOf } from "../access/effective/resource.ts";
import { Neo4jOktaError } from "../access/errors.ts";
import { type Identity, type Plan, planSchema } from "../access/okta-rights/plan.ts";
import type { Identities } from "./identities.ts";
import type { LeastPrivilege } from "./least-privilege.ts";

const texts = z.array(z.string());

const callsSchema = z
  .strictObject({
    call: z.string().describe("Kind of the call, e.g. app.create."),
    resources: texts.describe("Whom it is made for: resources of the program, sorted."),
  })
  .describe("Calls of one kind.");

const privilegeSchema = z.strictObject({
  scopes: texts.describe("API scopes to grant to the identity's app."),
  assignments: z
    .array(
      z.strictObject({
        role: z.string().describe("Name of the custom admin role, unique within the identity."),
        permissions: texts.describe("Permissions of the role."),
        resources: texts.describe("Its resource set: addresses below /api/v1/ of the org."),
      }),
    )
    .describe("Custom admin roles, each on its resource set."),
  needs: z
    .array(
      z.strictObject({
        permission: z.string(),
        scope: z.string().describe("The API scope that its calls need beside it."),
        resources: texts.describe("What it is held on; empty where no object limits it."),
        calls: z.array(callsSchema),
      }),
    )
    .describe("Why, permission by permission."),
  beyond: z
    .array(z.strictObject({ standardRoles: texts, calls: z.array(callsSchema) }))
    .describe("Calls that no custom role can allow, with the standard roles that can."),
});

/** What `npm run deployer -- --json` prints. */
export const deployerSchema = z.strictObject({
  version: z.literal(1).describe("Version of this format."),
  stack: z.string().describe("Name of the stack."),
  identities: z.strictObject({
    deployer: privilegeSchema.describe("Deploys the stack."),
    reviewer: privilegeSchema.describe("Reads what is there, without secrets."),
    rotator: privilegeSchema
      .optional()
      .describe("Changes keys and secrets of the stack's accounts; none until Okta has them."),
  }),
  unknown: z
    .array(z.strictObject({ type: z.string(), resource: z.string() }))
    .describe("Resources at Okta of types that this version does not know."),
});

/** What `npm run deployer -- --json` prints. */
export type Report = z.infer<typeof deployerSchema>;

/** One identity of a report. */
export type ReportedPrivilege = z.infer<typeof privilegeSchema>;

/** What is told of the identities of a stack. */
export function reportOf({ after, before }: Preview, identities: Identities): Report {
  const { deployer, reviewer, rotator, unknown } = identities;
  return {
    version: 1,
    stack: [...after, ...before][0]?.urn.split(":")[2] ?? "",
    identities: {
      deployer: reported(deployer),
      reviewer: reported(reviewer),
      ...(rotator && { rotator: reported(rotator) }),
    },
    unknown: unknown.map((resource) => ({ type: resource.type, resource: nameOf(resource) })),
  };
}

/** The identities that there are, by their names. */
export function named({
  deployer,
  reviewer,
  rotator,
}: Report["identities"]): [Identity, ReportedPrivilege][] {
  return [
    ["deployer", deployer],
    ["reviewer", reviewer],
    ...(rotator === undefined ? [] : ([["rotator", rotator]] as ["rotator", ReportedPrivilege][])),
  ];
}

/**
 * What the project in `bootstrap/` reads: the identities without their reasons; one that needs nothing is none.
 *
 * @throws Neo4jOktaError `deployer-plan` for a preview without a stack, or with ids that are none of Okta's
 */
export function planOf({ version, stack, identities }: Report): Plan {
  const plans = named(identities).flatMap(([name, { scopes, assignments }]) =>
    scopes.length === 0 ? [] : [[name, { scopes, assignments }]],
  );
  const plan = planSchema.safeParse({ version, stack, identities: Object.fromEntries(plans) });
  if (plan.success) return plan.data;
  const [issue] = plan.error.issues;
  throw new Neo4jOktaError(
    "deployer-plan",
    `The preview gives no plan: ${issue?.path.join(".")} ${issue?.message}. Fix: give all that pulumi preview --json --show-sames prints of the stack.`,
  );
}

function reported({ scopes, assignments, needs, beyond }: LeastPrivilege): ReportedPrivilege {
  return {
    scopes: [...scopes],
    assignments: assignments.map(({ role, permissions, resources }) => ({
      role,
      permissions: [...permissions],
      resources: [...resources],
    })),
    needs: needs.map(({ permission, scope, resources, calls }) => ({
      permission,
      scope,
      resources: [...resources],
      calls: byKind(calls),
    })),
    beyond: beyond.map(({ standardRoles, calls }) => ({
      standardRoles: [...standardRoles],
      calls: byKind(calls),
    })),
  };
}

function byKind(calls: LeastPrivilege["needs"][number]["calls"]): z.infer<typeof callsSchema>[] {
  return [...Map.groupBy(calls, ({ kind }) => kind)].map(([call, ones]) => ({
    call,
    resources: [...new Set(ones.map(({ resource }) => resource))].sort(),
  }));
}
