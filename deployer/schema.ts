import { z } from "zod";

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

/** What one identity needs of Okta, and nothing more. */
export type LeastPrivilege = z.infer<typeof privilegeSchema>;
