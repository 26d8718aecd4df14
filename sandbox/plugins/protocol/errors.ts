import * as grpc from "@grpc/grpc-js";
import pb from "@pulumi/pulumi/proto/provider_pb.js";
import statuspb from "@pulumi/pulumi/proto/status_pb.js";
import anypb from "google-protobuf/google/protobuf/any_pb.js";
import { SandboxError } from "../../errors.ts";
import { ResourceInitFailed } from "./provider.ts";
import { encodeProperties } from "./values.ts";

/** A unary gRPC handler from an async function; what it throws becomes the call's status. */
export function unary<Request, Response>(
  answer: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
}

/**
 * The gRPC status for a failure. The details of a resource that did not come up travel in
 * `grpc-status-details-bin`, where the engine looks for them.
 */
function toServiceError(error: unknown): Partial<grpc.StatusObject> {
  const code = error instanceof SandboxError ? grpc.status.UNIMPLEMENTED : grpc.status.UNKNOWN;
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ResourceInitFailed)) return { code, details: message };
  const detail = new pb.ErrorResourceInitFailed()
    .setId(error.state.id)
    .setProperties(encodeProperties(error.state.outputs))
    .setInputs(encodeProperties(error.state.inputs))
    .setReasonsList([message]);
  const any = new anypb.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const envelope = new statuspb.Status();
  envelope.setCode(code);
  envelope.setMessage(message);
  envelope.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(envelope.serializeBinary()));
  return { code, details: message, metadata };
}
