import { type EffectiveAccess, effectiveAccess } from "../access/effective/access.ts";
import { nameOf, type Resource, texts } from "../access/effective/resource.ts";

/** The resources of a stack as a rule reads them. */
export class Stack {
  readonly resources: readonly Resource[];
  /** What a rule needs and nobody knows yet. */
  readonly open = new Set<string>();
  #access: EffectiveAccess | undefined;

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
  }

  /** Who can have which role, by these resources alone. */
  get access(): EffectiveAccess {
    this.#access ??= effectiveAccess(this.resources);
    return this.#access;
  }

  /** Those texts of a list that are known; the others are noted. */
  texts(resource: Resource, key: string): string[] {
    return [texts(resource, key)].flat().flatMap((one) => {
      if (typeof one === "string") return [one];
      this.open.add(`${key} of ${nameOf(resource)}`);
      return [];
    });
  }

  of(...types: readonly string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }
}
