import * as grpc from "@grpc/grpc-js";
import pluginpb from "@pulumi/pulumi/proto/plugin_pb.js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import emptypb from "google-protobuf/google/protobuf/empty_pb.js";
import { differenceToMessage } from "./difference.ts";
import { toServiceError, unary } from "./errors.ts";
import {
  type CheckResult,
  notCovered,
  type ProviderPlugin,
  type ResourceHandler,
} from "./provider.ts";
import { decodeProperties, encodeProperties } from "./values.ts";

/** Pulumi's ResourceProvider service (provider.proto) answered by the plugin. */
export function providerService(plugin: ProviderPlugin): grpc.UntypedServiceImplementation {
  const handler = (type: string): ResourceHandler => {
    const found = plugin.resources.get(type);
    if (found === undefined) throw notCovered(plugin, type);
    return found;
  };
  return {
    handshake: unary(async (_request: InstanceType<typeof pb.ProviderHandshakeRequest>) =>
      new pb.ProviderHandshakeResponse().setAcceptSecrets(true),
    ),
    getPluginInfo: unary(async () => new pluginpb.PluginInfo().setVersion(plugin.version)),
    checkConfig: unary(async (request: InstanceType<typeof pb.CheckRequest>) => {
      const inputs = decodeProperties(request.getNews());
      return checkResponse({ inputs, failures: plugin.checkConfig(inputs) });
    }),
    configure: unary(async (request: InstanceType<typeof pb.ConfigureRequest>) => {
      await plugin.configure(decodeProperties(request.getArgs()));
      return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    invoke: unary(async (request: InstanceType<typeof pb.InvokeRequest>) => {
      const invoked = plugin.functions.get(request.getTok());
      if (invoked === undefined) throw notCovered(plugin, request.getTok());
      const result = await invoked(decodeProperties(request.getArgs()));
      return new pb.InvokeResponse().setReturn(encodeProperties(result));
    }),
    check: unary(async (request: InstanceType<typeof pb.CheckRequest>) =>
      checkResponse(
        await handler(request.getType()).check({
          urn: request.getUrn(),
          name: request.getName(),
          oldInputs: decodeProperties(request.getOlds()),
          inputs: decodeProperties(request.getNews()),
          randomSeed: request.getRandomseed_asU8(),
        }),
      ),
    ),
    diff: unary(async (request: InstanceType<typeof pb.DiffRequest>) =>
      differenceToMessage(
        await handler(request.getType()).diff({
          id: request.getId(),
          urn: request.getUrn(),
          oldInputs: decodeProperties(request.getOldInputs()),
          outputs: decodeProperties(request.getOlds()),
          inputs: decodeProperties(request.getNews()),
        }),
      ),
    ),
    create: unary(async (request: InstanceType<typeof pb.CreateRequest>) => {
      const { id, outputs } = await handler(request.getType()).create({
        urn: request.getUrn(),
        inputs: decodeProperties(request.getProperties()),
        preview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new pb.CreateResponse().setId(id).setProperties(encodeProperties(outputs));
    }),
    read: unary(async (request: InstanceType<typeof pb.ReadRequest>) => {
      const state = await handler(request.getType()).read({
        id: request.getId(),
        urn: request.getUrn(),
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
    update: unary(async (request: InstanceType<typeof pb.UpdateRequest>) => {
      const outputs = await handler(request.getType()).update({
        id: request.getId(),
        urn: request.getUrn(),
        oldInputs: decodeProperties(request.getOldInputs()),
        outputs: decodeProperties(request.getOlds()),
        inputs: decodeProperties(request.getNews()),
        preview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new pb.UpdateResponse().setProperties(encodeProperties(outputs));
    }),
    delete: unary(async (request: InstanceType<typeof pb.DeleteRequest>) => {
      await handler(request.getType()).delete({
        id: request.getId(),
        urn: request.getUrn(),
        outputs: decodeProperties(request.getProperties()),
        timeout: request.getTimeout(),
      });
      return new emptypb.Empty();
    }),
    cancel: unary(async () => {
      plugin.cancel();
      return new emptypb.Empty();
    }),
    // A server-streaming call cannot be left to the default, which answers unary calls only.
    list: (call: grpc.ServerWritableStream<unknown, unknown>) => {
      call.emit(
        "error",
        toServiceError(new Error("listing resources is not covered"), grpc.status.UNIMPLEMENTED),
      );
    },
  };
}

function checkResponse(result: CheckResult): InstanceType<typeof pb.CheckResponse> {
  return new pb.CheckResponse()
    .setInputs(encodeProperties(result.inputs))
    .setFailuresList(
      result.failures.map(({ property, reason }) =>
        new pb.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}
