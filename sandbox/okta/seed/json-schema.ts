import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { groupSchema, originSchema } from "../schemas/administration.ts";
import { appSchema } from "../schemas/app.ts";
import {
  claimSchema,
  policySchema,
  ruleSchema,
  scopeSchema,
  serverSchema,
} from "../schemas/authorization-server.ts";
import { userSchema } from "../schemas/people.ts";
import { statusSchema } from "../schemas/resource.ts";
import { apiTokenSchema } from "./file.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

const groupNames = z.array(z.string()).describe("Names of groups that the app is assigned to.");

const userNames = z.array(z.string()).describe("Logins of users that the app is assigned to.");

const userStatus = z.enum(["STAGED", "PROVISIONED", "ACTIVE", "SUSPENDED", "DEPROVISIONED"]);

const groupsOfUser = z.array(z.string()).describe("Names of groups that the user is in.");

/** The JSON Schema of a seed file, for editors: Okta's documents, those of children inside their parents. */
export function seedJsonSchema(): JsonSchema {
  const rules = list("Its rules, in order of priority.", documentOf(ruleSchema));
  const server = documentOf(serverSchema, {
    scopes: list("Scopes beside those that every server has.", documentOf(scopeSchema)),
    claims: list("Claims beside those that every server has.", documentOf(claimSchema)),
    policies: list("Access policies, in order of priority.", documentOf(policySchema, { rules })),
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Seed of an emulated Okta org",
    description:
      "What an emulated org holds from its start, as Okta's management API takes it. Fields that Okta sets itself may be there as well; they are left out.",
    type: "object",
    properties: {
      $schema: { type: "string" },
      groups: list("Groups.", documentOf(groupSchema)),
      users: list(
        "People. With a password a user is ACTIVE from the start.",
        documentOf(userSchema, { status: jsonOf(userStatus), groups: jsonOf(groupsOfUser) }),
      ),
      apps: list(
        "OIDC apps. A client_secret is fixed; without one the secret is made.",
        documentOf(appSchema, {
          status: jsonOf(statusSchema),
          groups: jsonOf(groupNames),
          users: jsonOf(userNames),
        }),
      ),
      authorizationServers: list(
        "Custom authorization servers; `default` is there already and is changed.",
        server,
      ),
      trustedOrigins: list(
        "Origins that browsers may call the org from.",
        documentOf(originSchema),
      ),
      apiTokens: list(
        "API tokens of people, who may do with them what their admin role allows.",
        jsonOf(apiTokenSchema),
      ),
    },
    additionalProperties: false,
  };
}

function list(description: string, items: JsonSchema): JsonSchema {
  return { type: "array", description, items };
}

function documentOf(schema: z.ZodType, further: Record<string, JsonSchema> = {}): JsonSchema {
  const document = jsonOf(schema);
  return { ...document, properties: { ...document.properties, ...further } };
}

function jsonOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  });
  return json;
}

if (import.meta.main) {
  const text = `${JSON.stringify(seedJsonSchema(), null, 2)}\n`;
  await writeFile(new URL("../seed.schema.json", import.meta.url), text);
}
