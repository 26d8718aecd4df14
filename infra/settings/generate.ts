import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Document, parseDocument } from "yaml";
import { z } from "zod";
import { jsonText } from "../../access/json.ts";
import { reportSchema } from "../check/report.ts";
import { settingsDocumentation } from "./documentation.ts";
import { stackFileSchema } from "./json-schema.ts";
import { pulumiConfig } from "./pulumi-config.ts";

const ROOT = new URL("../../", import.meta.url);

/** The files that follow from schemas, and what they have to hold. */
export function generatedFiles(): Record<string, string> {
  return {
    "infra/settings.schema.json": jsonText(stackFileSchema()),
    "docs/schemas/check.schema.json": jsonText(z.toJSONSchema(reportSchema)),
    "docs/settings.md": settingsDocumentation(),
    "Pulumi.yaml": pulumiYaml(readFileSync(new URL("Pulumi.yaml", ROOT), "utf8")),
  };
}

/** Pulumi.yaml with its `config:` section replaced; the rest stays as it is. */
function pulumiYaml(current: string): string {
  const document = parseDocument(current);
  document.set("config", new Document(pulumiConfig()).contents);
  return document.toString({ lineWidth: 100 });
}

if (import.meta.main) {
  mkdirSync(new URL("docs/schemas/", ROOT), { recursive: true });
  for (const [path, text] of Object.entries(generatedFiles())) {
    writeFileSync(new URL(path, ROOT), text);
    console.log(`wrote ${path}`);
  }
}
