import * as pulumi from "@pulumi/pulumi";
import { vi } from "vitest";
import { type Resource, Unknown } from "../../../access/effective/resource.ts";
import type { RecordedResource } from "../../support/pulumi.ts";
import { ORG, recordProgram } from "../../support/stack.ts";

const SERVER = "okta:auth/server:Server";

/** A resource whose id is known, as after a deployment. */
export interface DeployedResource extends Resource {
  id: string;
}

/** The program warns of much of what random settings do. */
export function withoutWarnings(): void {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue();
}

/** A resource as a state of this test's stack has it. */
export function deployed(
  type: string,
  name: string,
  properties: Record<string, unknown>,
  id = `${name}-id`,
): DeployedResource {
  return { urn: `urn:pulumi:test::neo4j-okta::${type}::${name}`, type, id, properties };
}

/** What the product's program declares for some settings, as a state would have it. */
export async function deployedProgram(
  settings: Record<string, unknown>,
): Promise<DeployedResource[]> {
  const read = new Map<string, string>();
  const { resources } = await recordProgram(settings, {
    onResource: ({ name, id }) => void (id && read.set(name, id)),
  });
  return resources.map((resource) => ({
    ...deployed(
      resource.type,
      resource.name,
      propertiesOf(resource, read.get(resource.name) ?? ""),
      read.get(resource.name),
    ),
    ...(resource.read ? { external: true } : {}),
  }));
}

function propertiesOf({ type, name, inputs }: RecordedResource, id: string) {
  const declared = inputs as Record<string, unknown>;
  if (type !== SERVER) return declared;
  const outputs = ORG.outputs[SERVER] as unknown as (args: object) => Record<string, unknown>;
  return outputs({ name, id, inputs: declared });
}

/**
 * The resources as the preview that creates some of them has them: what Okta will answer for those is
 * unknown, and said to come from every new resource that the same property mentions.
 */
export function planned(
  resources: readonly DeployedResource[],
  before: readonly Resource[],
): Resource[] {
  const known = new Set(before.map(({ urn }) => urn));
  const created = resources.filter(({ urn, external }) => !known.has(urn) && !external);
  return resources.map((resource) => {
    const entries = Object.entries(resource.properties).map(([key, value]) => {
      const text = JSON.stringify(value) ?? "";
      const from = created.filter(({ id }) => text.includes(id)).map(({ urn }) => urn);
      const ids = created.filter(({ id }) => text.includes(id)).map(({ id }) => id);
      return [key, withUnknowns(value, ids, new Unknown(from))] as const;
    });
    const isNew = created.includes(resource);
    return {
      ...resource,
      id: isNew ? new Unknown([resource.urn]) : resource.id,
      properties: Object.fromEntries(
        entries.filter(([key]) => !(isNew && resource.type === SERVER && key === "issuer")),
      ),
    };
  });
}

function withUnknowns(value: unknown, ids: readonly string[], unknown: Unknown): unknown {
  if (typeof value === "string") return ids.some((id) => value.includes(id)) ? unknown : value;
  if (Array.isArray(value)) return value.map((item) => withUnknowns(item, ids, unknown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withUnknowns(item, ids, unknown)]),
  );
}
