import { inputsOf, type RecordedResource } from "../../support/pulumi.ts";

/** The settings of Neo4j that a recorded program declares. */
export function configOf(resources: readonly RecordedResource[]): Record<string, unknown> {
  const { values } = inputsOf(resources, "neo4j-release");
  return (values as { config: Record<string, unknown> }).config;
}
