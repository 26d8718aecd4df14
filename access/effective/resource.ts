/** A value that nobody knows before the deployment, and the resources that it will come from. */
export class Unknown {
  /** URNs; empty when the preview does not say. */
  readonly from: readonly string[];

  constructor(from: readonly string[]) {
    this.from = from;
  }

  /** The same in each JSON, wherever the value will come from. */
  toJSON(): { unknown: true } {
    return { unknown: true };
  }
}

/** A value, unless it is not known yet. */
export type Known<T> = T | Unknown;

/** A resource of a stack, as a state or a preview has it. Secrets are left out. */
export interface Resource {
  urn: string;
  /** Pulumi's type token, e.g. `okta:app/oAuth:OAuth`. */
  type: string;
  /** The provider's id; unknown for a resource that is to be created. */
  id: Known<string>;
  /** True for one that the stack only reads: it is not the stack's. Default: false. */
  external?: boolean;
  /** What was declared, and for the rest what the provider answered; values may be Unknown. */
  properties: Readonly<Record<string, unknown>>;
}

/** The last part of a URN: what the program calls the resource. */
export function nameOf({ urn }: Pick<Resource, "urn">): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What a resource is called at its provider, by that property; else what the program calls it. */
export function called(resource: Resource, key = "name"): string {
  const name = text(resource, key);
  return typeof name === "string" ? name : nameOf(resource);
}

/** A property that is a text. */
export function text(resource: Resource, key: string): Known<string> | undefined {
  const value = resource.properties[key];
  return typeof value === "string" || value instanceof Unknown ? value : undefined;
}

/** A property that is a list of texts; none when it is absent. */
export function texts(resource: Resource, key: string): Known<Known<string>[]> {
  const value = resource.properties[key];
  if (value instanceof Unknown) return value;
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "string" || item instanceof Unknown);
}

/** A property that is a number; providers write some as text. */
export function number(resource: Resource, key: string): number | undefined {
  const value = resource.properties[key];
  const parsed = typeof value === "string" ? Number(value) : value;
  return typeof parsed === "number" && Number.isFinite(parsed) ? parsed : undefined;
}

/** False for a resource that its provider has switched off; one of which that is not known counts as on. */
export function isActive(resource: Resource): boolean {
  return resource.properties.status !== "INACTIVE";
}
