import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of the user `neo4j`. */
export const PASSWORD = "correct-horse-battery";

/** A folder as the chart mounts it, with the initial password and no setting. */
export function makeContainer(): string {
  const container = mkdtempSync(join(tmpdir(), "neo4j-container-"));
  mkdirSync(join(container, "neo4j.conf"));
  writeFileSync(join(container, "NEO4J_AUTH"), `neo4j/${PASSWORD}`);
  return container;
}

/** Writes settings as the chart's ConfigMaps hold them: a file each. */
export function configureContainer(container: string, settings: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings)) {
    writeFileSync(join(container, "neo4j.conf", name), value);
  }
}
