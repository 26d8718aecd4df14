import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { z } from "zod";
import { inventorySchema } from "../../inventory/schema.ts";
import { access } from "./run.ts";

/** What is published as docs/schemas/access.schema.json. */
export const SCHEMA = z.toJSONSchema(inventorySchema);

/** What `--json` prints of a state, as the published schema says. */
export async function inventory(state: unknown) {
  const { status, out } = await access(state, "--json");
  expect(status).toBe(0);
  const parsed = JSON.parse(out);
  expect(new Ajv2020().validate(SCHEMA, parsed)).toBe(true);
  return parsed;
}
