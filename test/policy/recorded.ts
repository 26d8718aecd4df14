import type { Given } from "./judge.ts";

/** A change that breaks one rule, and what the rule says then. */
interface Case {
  /** What is done to the recorded stack. */
  change(stack: Recorded): void;
  config?: Record<string, unknown>;
  /** The message, after the name of the resource. */
  says: string;
}

/** For each rule, changes each of which breaks it. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

/** The recorded stack, for changes. */
export class Recorded {
  readonly resources: Given[];

  constructor(resources: Given[]) {
    this.resources = resources;
  }

  /** The resource of that name. */
  of(name: string): Given {
    const found = this.resources.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no resource ${name}`);
    return found;
  }

  set(name: string, props: Record<string, unknown>): void {
    Object.assign(this.of(name).props, props);
  }

  /** Sets a setting of Neo4j; undefined takes it away. */
  setting(name: string, value: unknown): void {
    const config = this.values().config as Record<string, unknown>;
    if (value === undefined) delete config[name];
    else config[name] = value;
  }

  /** The values of Neo4j's Helm release. */
  values(): Record<string, unknown> {
    return this.of("neo4j-release").props.values as Record<string, unknown>;
  }

  add(type: string, name: string, props: Record<string, unknown>): void {
    const urn = `urn:pulumi:dedicated::neo4j-okta::${type}::${name}`;
    this.resources.push({ type, name, urn, props, from: {}, protect: false });
  }
}

export const APP = "etl-loader-app";
export const KEYS = "graph-reporting-app";
export const RULE = "authorization-access-rule";
export const POLICY = "authorization-access-policy";
export const CLAIM = "authorization-claim";
export const SCOPE = "authorization-scope";
export const RELEASE = "neo4j-release";
export const OIDC = "dbms.security.oidc.okta-backend";
/** The setting that maps groups to roles. */
export const MAPPING = `${OIDC}.authorization.group_to_role_mapping`;
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const SERVICE = "kubernetes:core/v1:Service";
export const PEM = "-----BEGIN PRIVATE KEY-----\nMIIE";
