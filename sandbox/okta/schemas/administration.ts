import { z } from "zod";
import { resource } from "./resource.ts";

/** What requests may say of what administrators manage beside apps and authorization servers. */

/** A group; its profile may have custom attributes. */
export const groupSchema = resource(
  {
    profile: z
      .object({
        name: z.string().min(1).max(255),
        description: z.string().max(1024).nullable().default(null),
      })
      .catchall(z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.null()])),
  },
  ["type", "objectClass", "lastMembershipUpdated"],
);

/** The assignment of an app to a group. */
export const groupAssignmentSchema = resource({
  priority: z.int().min(0).max(100).optional(),
  profile: z.record(z.string(), z.unknown()).default({}),
});

/** A trusted origin. */
export const originSchema = resource(
  {
    name: z.string().min(1).max(255),
    origin: z.string().refine(isOrigin, "must be an http or https origin without path"),
    scopes: z
      .array(
        z.strictObject({
          type: z.enum(["CORS", "REDIRECT", "IFRAME_EMBED"]),
          allowedOktaApps: z.array(z.string()).default([]),
        }),
      )
      .min(1),
  },
  ["status", "createdBy", "lastUpdatedBy"],
);

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.parse(text)?.origin === text;
}

/** The name of a permission of a custom admin role. */
export const permissionSchema = z
  .string()
  .regex(/^okta(\.[a-zA-Z]+)+$/, "must be a permission such as okta.apps.read");

const label = z.string().min(1).max(255);
const description = z.string().min(1).max(1000);
const references = z.array(z.string().min(1));

/** What a PUT replaces of a custom admin role. */
export const roleChangesSchema = resource({ label, description }, ["permissions"]);

/** What a PUT replaces of a resource set. */
export const resourceSetChangesSchema = resource({ label, description }, ["resources"]);

/** A new custom admin role. */
export const roleSchema = resource({
  label,
  description,
  permissions: z.array(permissionSchema).min(1),
});

/** A new resource set. */
export const resourceSetSchema = resource({
  label,
  description,
  resources: references.default([]),
});

/** A new binding of a resource set. */
export const bindingSchema = z.strictObject({
  role: z.string().min(1),
  members: references.min(1),
});

/** Resources to add to a set, or members to a binding. */
export const additionsSchema = z.strictObject({ additions: references.min(1) });
