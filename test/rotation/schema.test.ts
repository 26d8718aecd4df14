import { expect, test } from "vitest";
import { z } from "zod";
import { evidenceSchema } from "../../rotation/evidence.ts";

test("the published JSON Schema is the one that holds", async () => {
  const text = `${JSON.stringify(z.toJSONSchema(evidenceSchema), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../docs/schemas/rotation.schema.json");
});
