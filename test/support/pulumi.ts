import * as pulumi from "@pulumi/pulumi";

/** One resource as a program declared it. */
export interface RecordedResource {
  type: string;
  name: string;
  /** Name of the parent; undefined for a child of the stack. */
  parent?: string;
  /** Inputs with secrets as `{ secret: value }`. */
  inputs: unknown;
  /** Names of the resources that it waits for, the ones of its inputs included; sorted. */
  dependsOn?: string[];
  /** The options that reviewers look at, where they are set. */
  options?: Record<string, unknown>;
  /** True for a resource that is only read. */
  read?: true;
}

export interface RecordOptions {
  /** Stack configuration with its namespace, as the engine hands it out. */
  config?: Record<string, string>;
  /** Keys of `config` that the user marked as secret. */
  secretKeys?: string[];
  stack?: string;
  /** Outputs of created resources, by type, merged over the inputs. */
  outputs?: Record<string, (args: pulumi.runtime.MockResourceArgs) => Record<string, unknown>>;
  /** Answers to data sources, by token; any other call fails. */
  calls?: Record<string, (args: Record<string, unknown>) => Record<string, unknown>>;
  /** Called for every registration, the stack's own included, even when the program fails. */
  onResource?: (args: pulumi.runtime.MockResourceArgs) => void;
  /** True: preview, where ids are not known. */
  preview?: boolean;
}

export interface Recording<T> {
  result: T;
  /** In alphabetical order of type and name. */
  resources: RecordedResource[];
}

/** The inputs of the resource of this name. */
export function inputsOf(
  resources: readonly RecordedResource[],
  name: string,
): Record<string, unknown> {
  const found = resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`no resource ${name}`);
  return found.inputs as Record<string, unknown>;
}

/**
 * Runs a program against a mocked engine and returns what it declared, as plain data. The mocks
 * are global to the process: never run two recordings at once.
 */
export async function record<T>(
  program: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  const registered: pulumi.runtime.MockResourceArgs[] = [];
  const seen: Seen = { declared: new Map(), dependencies: new Map() };
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        registered.push(args);
        options.onResource?.(args);
        const made = options.outputs?.[args.type]?.(args) ?? {};
        const id =
          args.custom === false || options.preview ? undefined : args.id || `${args.name}-id`;
        return { id: id as string, state: { ...args.inputs, ...made } };
      },
      call({ token, inputs }) {
        const answer = options.calls?.[token];
        if (!answer) throw new Error(`unexpected call of ${token}`);
        return answer(inputs);
      },
    },
    "neo4j-okta",
    options.stack ?? "test",
    options.preview ?? false,
  );
  watchDependencies(seen.dependencies);
  acceptHooks();
  pulumi.runtime.setAllConfig(options.config ?? {}, options.secretKeys);
  const result = await runRecorded(program, seen);
  return {
    result,
    resources: registered
      .filter(isDeclared)
      .map((args) => recorded(args, seen))
      .sort(byTypeAndName),
  };
}

/** What the mocks are not told of each resource, by type and name. */
interface Seen {
  declared: Map<string, pulumi.ResourceTransformationArgs>;
  dependencies: Map<string, string[]>;
}

/** The part of a registration on the wire that says what the resource waits for. */
interface Registration {
  getType(): string;
  getName(): string;
  getDependenciesList(): string[];
}

type Monitor = {
  registerResource(this: Monitor, request: Registration, ...rest: unknown[]): unknown;
};

/** Reads dependencies where they leave the program: the mocks do not show them. */
function watchDependencies(found: Map<string, string[]>): void {
  // Public at run time, but left out of the package's typings.
  const { getMonitor } = pulumi.runtime as unknown as { getMonitor(): Monitor };
  const monitor = getMonitor();
  const { registerResource } = monitor;
  monitor.registerResource = function watched(request, ...rest) {
    const names = request.getDependenciesList().map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
    found.set(`${request.getType()} ${request.getName()}`, names.sort());
    return registerResource.call(this, request, ...rest);
  };
}

/** The mocks say that they know hooks, and do not: no step is taken here that would run one. */
function acceptHooks(): void {
  const { getMonitor } = pulumi.runtime as unknown as { getMonitor(): object };
  Object.assign(getMonitor(), {
    registerResourceHook: (_request: unknown, done: (error: null) => void) => done(null),
  });
}

/** The value of an Output, and whether it is secret. */
export async function settled<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
  const value = await new Promise<T>((resolve) => {
    output.apply((known) => resolve(known as T));
  });
  return { value, secret: await pulumi.isSecret(output) };
}

async function runRecorded<T>(program: () => T | Promise<T>, { declared }: Seen): Promise<T> {
  let outcome: Promise<T> | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation((args) => {
      declared.set(`${args.type} ${args.name}`, args);
      return undefined;
    });
    outcome = (async () => program())();
    // A failure is for the caller: inside the stack it would also reject the stack's own outputs.
    await Promise.allSettled([outcome]);
  });
  await pulumi.runtime.disconnect();
  if (!outcome) throw new Error("the program did not run");
  return outcome;
}

function isDeclared(args: pulumi.runtime.MockResourceArgs): boolean {
  return args.type !== "pulumi:pulumi:Stack";
}

function recorded(args: pulumi.runtime.MockResourceArgs, seen: Seen): RecordedResource {
  const key = `${args.type} ${args.name}`;
  const declared = seen.declared.get(key);
  const dependsOn = seen.dependencies.get(key) ?? [];
  const options = declared ? reviewable(declared.resource, declared.opts) : {};
  const parent = declared?.opts.parent ? nameOf(declared.opts.parent) : undefined;
  return {
    type: args.type,
    name: args.name,
    ...(parent === undefined ? {} : { parent }),
    inputs: unwrap(args.inputs),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(args.id ? { read: true as const } : {}),
  };
}

function reviewable(
  resource: pulumi.Resource,
  opts: pulumi.CustomResourceOptions,
): Record<string, unknown> {
  // Inherited from the parent, which the options as written do not show.
  const { __protect: protect } = resource as unknown as { __protect?: boolean };
  const { deleteBeforeReplace, replaceOnChanges, ignoreChanges, deletedWith, aliases, hooks } =
    opts;
  const picked = {
    protect: protect || undefined,
    deleteBeforeReplace,
    replaceOnChanges,
    ignoreChanges: ignoreChanges?.length === 0 ? undefined : ignoreChanges,
    deletedWith: deletedWith && nameOf(deletedWith),
    aliases,
    hooks: hooks && hookNames(hooks),
  };
  return Object.fromEntries(Object.entries(picked).filter(([, value]) => value !== undefined));
}

function hookNames(hooks: pulumi.ResourceHookBinding): Record<string, string[]> | undefined {
  const bound = Object.entries(hooks).map(([when, those]) => [
    when,
    (those as pulumi.ResourceHook[]).map(({ name }) => name),
  ]);
  return bound.length === 0 ? undefined : Object.fromEntries(bound);
}

function nameOf(resource: pulumi.Resource): string | undefined {
  const { __name, __pulumiType } = resource as unknown as Record<string, string>;
  return __pulumiType === "pulumi:pulumi:Stack" ? undefined : __name;
}

const SECRET_MARK = "4dabf18193072939515e22adb298388d";

/** Replaces the wire's envelope around secrets with `{ secret: value }`. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (SECRET_MARK in value) return { secret: unwrap((value as { value?: unknown }).value) };
  return Object.fromEntries(entries.map(([key, part]) => [key, unwrap(part)]));
}

function byTypeAndName(left: RecordedResource, right: RecordedResource): number {
  return `${left.type} ${left.name}` < `${right.type} ${right.name}` ? -1 : 1;
}
