import { readFileSync } from "node:fs";
import {
  isProperties,
  type Properties,
  Secret,
  type Value,
} from "../../plugins/protocol/values.ts";

/** A committed fixture of what the official plugins were seen to do. */
export function fixture<T>(name: "okta-app" | "okta-requests" | "state" | "differences"): T {
  const path = new URL(`../contract/fixtures/plugins/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

interface StoredResource {
  type: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** The recorded state of the resource of a type whose inputs contain those given. */
export function recorded(type: string, some: Properties = {}): StoredResource {
  const { resources } = fixture<{ resources: StoredResource[] }>("state");
  const found = resources.find(
    (resource) =>
      resource.type === type &&
      Object.entries(some).every(([name, value]) => resource.inputs[name] === value),
  );
  if (found === undefined) throw new Error(`no recorded ${type} with ${JSON.stringify(some)}`);
  return found;
}

/** The properties with every secret shown as the fixtures show it. */
export function blinded(properties: Properties): Properties {
  return blind(properties) as Properties;
}

function blind(value: Value | undefined): Value | undefined {
  if (value instanceof Secret) return { SECRET: true };
  if (Array.isArray(value)) return value.map((element) => blind(element) ?? null);
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, blind(child)]));
}
