import { isNeo4j, type Neo4j, neo4jServersOf } from "../access/effective/neo4j.ts";
import { type Resource, text, texts, Unknown } from "../access/effective/resource.ts";
import type { Breach, Context, ResourceRule } from "./rule.ts";

export const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * A resource as a rule reads it. What is read and not known yet is noted: without that, nobody can say
 * that the rule holds.
 */
export class Subject {
  readonly resource: Resource;
  /** True: Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  /** Properties that were read and are not known yet. */
  readonly open = new Set<string>();

  constructor(resource: Resource, isProtected: boolean) {
    this.resource = resource;
    this.isProtected = isProtected;
  }

  /** Any property, or undefined for one that is not known yet. */
  value(key: string): unknown {
    return this.known(key, this.resource.properties[key]);
  }

  /** A property that is a text. */
  text(key: string): string | undefined {
    return this.known(key, text(this.resource, key));
  }

  /** Those texts of a list that are known. */
  texts(key: string): string[] {
    const listed = this.known(key, texts(this.resource, key)) ?? [];
    return listed.flatMap((one) => this.known(key, one) ?? []);
  }

  /** The Neo4j server that a Helm release configures; undefined for another chart. */
  neo4j(): Neo4j | undefined {
    const { type, properties } = this.resource;
    if (type !== RELEASE) return undefined;
    const mayBe = properties.chart instanceof Unknown || /neo4j/i.test(String(properties.chart));
    if (mayBe) this.known("values", properties.values);
    const [server] = isNeo4j(this.resource) ? neo4jServersOf([this.resource]) : [];
    if (server) this.known("values.config", Object(properties.values).config);
    return server;
  }

  /** The settings of a Neo4j server that are known. */
  settings({ config }: Neo4j): Record<string, string> {
    const known = Object.entries(config).filter(([, value]) => typeof value === "string");
    return Object.fromEntries(known) as Record<string, string>;
  }

  /** A setting of a Neo4j server. */
  setting({ config }: Neo4j, name: string): string | undefined {
    const value = this.known(`values.config.${name}`, config[name]);
    return value === undefined ? undefined : String(value);
  }

  /** Notes a value that is not known yet. */
  known<T>(at: string, value: T | Unknown): T | undefined {
    if (!(value instanceof Unknown)) return value;
    this.open.add(at);
    return undefined;
  }
}

/** A judgement on the Helm releases of Neo4j's charts alone. */
export function ofNeo4j(
  judge: (release: Subject, neo4j: Neo4j, context: Context) => readonly Breach[],
): ResourceRule["judge"] {
  return (subject, context) => {
    const neo4j = subject.neo4j();
    return neo4j === undefined ? [] : judge(subject, neo4j, context);
  };
}
