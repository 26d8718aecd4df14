import { createHash, randomBytes } from "node:crypto";
import { SandboxError } from "../../errors.ts";
import type { Properties } from "./values.ts";

/** Why one input was refused. `property` is a path such as `jwks[0].kid`. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** Inputs to be judged and completed. */
export interface CheckRequest {
  /** Logical name of the resource. */
  name: string;
  /** The inputs of the last update, as Check returned them; empty for a new resource. */
  oldInputs: Properties;
  inputs: Properties;
  /** Seed for generated names, so that preview and update agree; may be empty. */
  randomSeed: Uint8Array;
}

/** A name from the resource's and the seed's digest, of which `digits` hexadecimal digits are taken. */
export function seededName({ name, randomSeed }: CheckRequest, digits: number): string {
  const seed = randomSeed.length > 0 ? randomSeed : randomBytes(32);
  return `${name}-${createHash("sha256").update(seed).digest("hex").slice(0, digits)}`;
}

/** The completed inputs; with failures they are of no use. */
export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

/** What happens to one property; `replace` says that only a new resource can have the new value. */
export interface PropertyDifference {
  kind: "add" | "delete" | "update";
  replace: boolean;
}

/** How the wanted inputs differ from the recorded state; keys are property paths. */
export interface Difference {
  properties: Record<string, PropertyDifference>;
  /** A replacement must delete the old resource first. */
  deleteBeforeReplace?: boolean;
}

/** Checked inputs of a new resource. */
export interface CreateRequest {
  inputs: Properties;
  /** Only say what would be; nothing may be changed or called. */
  preview: boolean;
}

/** A resource to be looked at again, or to be imported. */
export interface ReadRequest {
  id: string;
  /** Empty when the resource is being imported. */
  oldInputs: Properties;
  outputs: Properties;
}

/** A recorded resource and the checked inputs wanted for it. */
export interface DiffRequest extends ReadRequest {
  inputs: Properties;
  /** Properties whose differences the program does not want to see (`ignoreChanges`). Default: none. */
  ignored?: readonly string[];
}

/** {@link DiffRequest}, to be carried out. */
export interface UpdateRequest extends DiffRequest, CreateRequest {}

/** A recorded resource to be deleted; `timeout` in seconds, 0 when the program sets none. */
export interface DeleteRequest {
  id: string;
  outputs: Properties;
  timeout: number;
}

/** What the engine records of a resource. */
export interface ResourceState {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** The life cycle of one resource type. */
export interface ResourceHandler {
  check(request: CheckRequest): Promise<CheckResult>;
  diff(request: DiffRequest): Promise<Difference>;
  create(request: CreateRequest): Promise<{ id: string; outputs: Properties }>;
  /** @returns undefined when the resource is gone. */
  read(request: ReadRequest): Promise<ResourceState | undefined>;
  update(request: UpdateRequest): Promise<Properties>;
  delete(request: DeleteRequest): Promise<void>;
}

/** What the engine adds to a provider's configuration. */
export const ENGINE_KEYS = ["version", "__internal", "pluginDownloadURL"];

/** A provider plugin, apart from how it is spoken to. What it leaves out, it has no need of. */
export interface ProviderPlugin {
  /** `okta`, `kubernetes`, `random`. */
  readonly name: string;
  readonly version: string;
  /** The resource types it covers, by token. */
  readonly resources: ReadonlyMap<string, ResourceHandler>;
  /** The functions it covers, by token. */
  readonly functions?: ReadonlyMap<string, (args: Properties) => Promise<Properties>>;
  /** Judges the provider's own configuration. */
  checkConfig?(inputs: Properties): CheckFailure[];
  /** Called once before any resource, with what {@link checkConfig} found nothing wrong with. @throws when it cannot work. */
  configure?(inputs: Properties): Promise<void>;
  /** Stops what is under way; further calls fail. */
  cancel?(): void;
  /** Removes what the plugin left behind (temporary files, child processes). */
  close?(): Promise<void>;
}

/**
 * The resource was made, but did not come up. The engine keeps it in state, so that the next update
 * fixes it and a destroy removes it.
 */
export class ResourceInitFailed extends Error {
  override readonly name = "ResourceInitFailed";
  readonly state: ResourceState;

  constructor(message: string, state: ResourceState) {
    super(message);
    this.state = state;
  }
}

/** The refusal of a type or function that the stand-in does not cover. */
export function notCovered(plugin: ProviderPlugin, token: string): SandboxError {
  const covered = [...plugin.resources.keys(), ...(plugin.functions?.keys() ?? [])].join(", ");
  return new SandboxError(
    "plugin-not-covered",
    `${token} is not covered by the sandbox's stand-in for the ${plugin.name} plugin, which covers only ${covered}. ` +
      `Fix: install the official plugin (pulumi plugin install resource ${plugin.name} ${plugin.version}); ` +
      `the sandbox uses it when it can be had. (plugin-not-covered)`,
  );
}
