import { z } from "zod";

/** The name of a permission of a custom admin role. */
export const permissionSchema = z
  .string()
  .regex(/^okta(\.[a-zA-Z]+)+$/, "must be a permission such as okta.apps.read");
