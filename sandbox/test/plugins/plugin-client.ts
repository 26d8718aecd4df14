import * as grpc from "@grpc/grpc-js";
import type pluginpb from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import statuspb from "@pulumi/pulumi/proto/status_pb.js";
import emptypb from "google-protobuf/google/protobuf/empty_pb.js";
import type { ProviderPlugin } from "../../plugins/protocol/provider.ts";
import { PluginServer } from "../../plugins/protocol/serve.ts";
import {
  decodeProperties,
  encodeProperties,
  type Properties,
} from "../../plugins/protocol/values.ts";

type Struct = Parameters<typeof decodeProperties>[0];

/** What Diff says, in plain words. */
export interface PlainDifference {
  changed: boolean;
  diffs: string[];
  replaces: string[];
  deleteBeforeReplace: boolean;
  detailed: Record<string, string>;
}

export interface Resource {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** Speaks to a plugin as the engine does, over gRPC. */
export class PluginClient {
  readonly #server: PluginServer;
  #client!: InstanceType<typeof provider.ResourceProviderClient>;

  constructor(plugin: ProviderPlugin) {
    this.#server = new PluginServer(plugin);
  }

  async start(config: Properties = {}): Promise<void> {
    const port = await this.#server.start();
    this.#client = new provider.ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    await this.configure(config);
  }

  async stop(): Promise<void> {
    this.#client.close();
    await this.#server.stop();
  }

  /** What the plugin says of itself before it is configured. */
  async introduction(): Promise<{ acceptsSecrets: boolean; version: string }> {
    const handshake = await unary<InstanceType<typeof pb.ProviderHandshakeResponse>>((answer) =>
      this.#client.handshake(new pb.ProviderHandshakeRequest(), answer),
    );
    const info = await unary<InstanceType<typeof pluginpb.PluginInfo>>((answer) =>
      this.#client.getPluginInfo(new emptypb.Empty(), answer),
    );
    return { acceptsSecrets: handshake.getAcceptSecrets(), version: info.getVersion() };
  }

  configure(config: Properties): Promise<InstanceType<typeof pb.ConfigureResponse>> {
    const request = new pb.ConfigureRequest()
      .setArgs(encodeProperties(config))
      .setAcceptsecrets(true);
    return unary((answer) => this.#client.configure(request, answer));
  }

  async checkConfig(config: Properties): Promise<Record<string, string>> {
    const request = new pb.CheckRequest().setNews(encodeProperties(config));
    return failuresOf(await unary((answer) => this.#client.checkConfig(request, answer)));
  }

  /** @returns the checked inputs and what was refused, by property. */
  async check(
    type: string,
    inputs: Properties,
    { olds = {}, name = "res" }: { olds?: Properties; name?: string } = {},
  ): Promise<{ inputs: Properties; failures: Record<string, string> }> {
    const request = new pb.CheckRequest()
      .setType(type)
      .setName(name)
      .setUrn(`urn:pulumi:s::p::${type}::${name}`)
      .setOlds(encodeProperties(olds))
      .setNews(encodeProperties(inputs))
      .setRandomseed(new Uint8Array([1, 2, 3]));
    const response = await unary<InstanceType<typeof pb.CheckResponse>>((answer) =>
      this.#client.check(request, answer),
    );
    return { inputs: decodeProperties(response.getInputs()), failures: failuresOf(response) };
  }

  async diff(
    type: string,
    old: Resource,
    inputs: Properties,
    ignored: string[] = [],
  ): Promise<PlainDifference> {
    const request = new pb.DiffRequest()
      .setType(type)
      .setId(old.id)
      .setOlds(encodeProperties(old.outputs))
      .setOldInputs(encodeProperties(old.inputs))
      .setNews(encodeProperties(inputs))
      .setIgnorechangesList(ignored);
    const response = await unary<InstanceType<typeof pb.DiffResponse>>((answer) =>
      this.#client.diff(request, answer),
    );
    const kinds = Object.entries(pb.PropertyDiff.Kind);
    const detailed: Record<string, string> = {};
    for (const [path, difference] of response.getDetaileddiffMap().entries()) {
      if (difference.getInputdiff()) throw new Error(`${path} is an input difference`);
      detailed[path] = kinds.find(([, kind]) => kind === difference.getKind())?.[0] ?? "";
    }
    return {
      changed: response.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      diffs: response.getDiffsList(),
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
      detailed,
    };
  }

  /** Checks and creates, as an update does. @throws when an input is refused. */
  async make(type: string, program: Properties): Promise<Resource> {
    const { inputs, failures } = await this.check(type, program);
    if (Object.keys(failures).length > 0) throw new Error(JSON.stringify(failures));
    return { inputs, ...(await this.create(type, inputs)) };
  }

  async create(
    type: string,
    inputs: Properties,
    preview = false,
  ): Promise<{ id: string; outputs: Properties }> {
    const request = new pb.CreateRequest()
      .setType(type)
      .setProperties(encodeProperties(inputs))
      .setPreview(preview);
    const response = await unary<InstanceType<typeof pb.CreateResponse>>((answer) =>
      this.#client.create(request, answer),
    );
    return { id: response.getId(), outputs: decodeProperties(response.getProperties()) };
  }

  /** @returns undefined when the plugin says that the resource is gone. */
  async read(type: string, old: Partial<Resource> & { id: string }): Promise<Resource | undefined> {
    const request = new pb.ReadRequest().setType(type).setId(old.id);
    if (old.outputs !== undefined) request.setProperties(encodeProperties(old.outputs));
    if (old.inputs !== undefined) request.setInputs(encodeProperties(old.inputs));
    const response = await unary<InstanceType<typeof pb.ReadResponse>>((answer) =>
      this.#client.read(request, answer),
    );
    if (response.getId() === "") return undefined;
    return {
      id: response.getId(),
      inputs: decodeProperties(response.getInputs()),
      outputs: decodeProperties(response.getProperties()),
    };
  }

  /** Checks and updates to what a program now says. */
  async change(
    type: string,
    old: Resource,
    program: Properties,
    preview = false,
  ): Promise<Resource> {
    const { inputs } = await this.check(type, program, { olds: old.inputs });
    const request = new pb.UpdateRequest()
      .setType(type)
      .setId(old.id)
      .setOlds(encodeProperties(old.outputs))
      .setOldInputs(encodeProperties(old.inputs))
      .setNews(encodeProperties(inputs))
      .setPreview(preview);
    const response = await unary<InstanceType<typeof pb.UpdateResponse>>((answer) =>
      this.#client.update(request, answer),
    );
    return { id: old.id, inputs, outputs: decodeProperties(response.getProperties()) };
  }

  /** @param timeout seconds; default: the program sets none. */
  async remove(type: string, old: Resource, timeout = 0): Promise<void> {
    const request = new pb.DeleteRequest()
      .setType(type)
      .setId(old.id)
      .setProperties(encodeProperties(old.outputs))
      .setOldInputs(encodeProperties(old.inputs))
      .setTimeout(timeout);
    await unary((answer) => this.#client.delete(request, answer));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new pb.InvokeRequest().setTok(token).setArgs(encodeProperties(args));
    const response = await unary<InstanceType<typeof pb.InvokeResponse>>((answer) =>
      this.#client.invoke(request, answer),
    );
    return decodeProperties(response.getReturn());
  }

  /** @returns how many messages the plugin streams. */
  async list(type: string): Promise<number> {
    let count = 0;
    for await (const _message of this.#client.list(new pb.ListRequest().setToken(type))) count++;
    return count;
  }

  async cancel(): Promise<void> {
    await unary((answer) => this.#client.cancel(new emptypb.Empty(), answer));
  }
}

function unary<Response>(
  call: (answer: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

function failuresOf(response: unknown): Record<string, string> {
  const failures = (response as InstanceType<typeof pb.CheckResponse>).getFailuresList();
  return Object.fromEntries(failures.map((one) => [one.getProperty(), one.getReason()]));
}

/** What the engine finds in the error of a resource that was made but did not come up. */
export function initFailure(
  error: unknown,
): Resource & { reasons: string[]; status: [grpc.status, string]; detail: string } {
  const [details] = (error as grpc.ServiceError).metadata.get("grpc-status-details-bin");
  const status = statuspb.Status.deserializeBinary(new Uint8Array(details as Buffer));
  const detail = status.getDetailsList()[0];
  const packed = detail?.getValue_asU8() ?? new Uint8Array();
  const failed = pb.ErrorResourceInitFailed.deserializeBinary(packed);
  return {
    id: failed.getId(),
    outputs: decodeProperties(failed.getProperties() as Struct),
    inputs: decodeProperties(failed.getInputs() as Struct),
    reasons: failed.getReasonsList(),
    status: [status.getCode(), status.getMessage()],
    detail: detail?.getTypeName() ?? "",
  };
}
