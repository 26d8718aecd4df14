import type * as grpc from "@grpc/grpc-js";
import pluginpb from "@pulumi/pulumi/proto/plugin_pb.js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import emptypb from "google-protobuf/google/protobuf/empty_pb.js";
import { differenceToMessage } from "./difference.ts";
import { unary } from "./errors.ts";
import {
  type CheckResult,
  notCovered,
  type ProviderPlugin,
  type ResourceHandler,
} from "./provider.ts";
import { decodeProperties, encodeProperties } from "./values.ts";

/**
 * Pulumi's ResourceProvider service (provider.proto) answered by the plugin. The SDK's own provider
 * server is for dynamic providers: it tells a provider neither its configuration, nor that it is a
 * preview, nor the old inputs, and carries no detailed difference.
 */
export function providerService(plugin: ProviderPlugin): grpc.UntypedServiceImplementation {
  const handler = (type: string): ResourceHandler => {
    const found = plugin.resources.get(type);
    if (found === undefined) throw notCovered(plugin, type);
    return found;
  };
  return {
    handshake: unary(async () => new pb.ProviderHandshakeResponse().setAcceptSecrets(true)),
    getPluginInfo: unary(async () => new pluginpb.PluginInfo().setVersion(plugin.version)),
    checkConfig: unary(async (request) => {
      const inputs = decodeProperties(request.getNews());
      return checkResponse({ inputs, failures: plugin.checkConfig?.(inputs) ?? [] });
    }),
    configure: unary(async (request) => {
      const inputs = decodeProperties(request.getArgs());
      const [failure] = plugin.checkConfig?.(inputs) ?? [];
      if (failure !== undefined) throw new Error(failure.reason);
      await plugin.configure?.(inputs);
      return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    invoke: unary(async (request) => {
      const invoked = plugin.functions?.get(request.getTok());
      if (invoked === undefined) throw notCovered(plugin, request.getTok());
      const result = await invoked(decodeProperties(request.getArgs()));
      return new pb.InvokeResponse().setReturn(encodeProperties(result));
    }),
    check: unary(async (request) =>
      checkResponse(
        await handler(request.getType()).check({
          name: request.getName(),
          oldInputs: decodeProperties(request.getOlds()),
          inputs: decodeProperties(request.getNews()),
          randomSeed: request.getRandomseed_asU8(),
        }),
      ),
    ),
    diff: unary(async (request) =>
      differenceToMessage(
        await handler(request.getType()).diff({
          id: request.getId(),
          oldInputs: decodeProperties(request.getOldInputs()),
          outputs: decodeProperties(request.getOlds()),
          inputs: decodeProperties(request.getNews()),
          ignored: request.getIgnorechangesList(),
        }),
      ),
    ),
    create: unary(async (request) => {
      const { id, outputs } = await handler(request.getType()).create({
        inputs: decodeProperties(request.getProperties()),
        preview: request.getPreview(),
      });
      return new pb.CreateResponse().setId(id).setProperties(encodeProperties(outputs));
    }),
    read: unary(async (request) => {
      const state = await handler(request.getType()).read({
        id: request.getId(),
        oldInputs: decodeProperties(request.getInputs()),
        outputs: decodeProperties(request.getProperties()),
      });
      const response = new pb.ReadResponse();
      if (state === undefined) return response;
      return response
        .setId(state.id)
        .setInputs(encodeProperties(state.inputs))
        .setProperties(encodeProperties(state.outputs));
    }),
    update: unary(async (request) => {
      const outputs = await handler(request.getType()).update({
        id: request.getId(),
        oldInputs: decodeProperties(request.getOldInputs()),
        outputs: decodeProperties(request.getOlds()),
        inputs: decodeProperties(request.getNews()),
        preview: request.getPreview(),
      });
      return new pb.UpdateResponse().setProperties(encodeProperties(outputs));
    }),
    delete: unary(async (request) => {
      await handler(request.getType()).delete({
        id: request.getId(),
        outputs: decodeProperties(request.getProperties()),
        timeout: request.getTimeout(),
      });
      return new emptypb.Empty();
    }),
    cancel: unary(async () => {
      plugin.cancel?.();
      return new emptypb.Empty();
    }),
  } satisfies Partial<IResourceProviderServer>;
}

function checkResponse({ inputs, failures }: CheckResult): InstanceType<typeof pb.CheckResponse> {
  return new pb.CheckResponse()
    .setInputs(encodeProperties(inputs))
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new pb.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}
