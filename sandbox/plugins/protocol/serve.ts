import { connect } from "node:http2";
import * as grpc from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { ProviderPlugin } from "./provider.ts";
import { providerService } from "./service.ts";

/** Large states travel in one message. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** A provider plugin listening on loopback for the engine. */
export class PluginServer {
  readonly #plugin: ProviderPlugin;
  readonly #server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });

  constructor(plugin: ProviderPlugin) {
    this.#plugin = plugin;
    this.#server.addService(provider.ResourceProviderService, providerService(plugin));
  }

  /** @returns the port on 127.0.0.1. */
  start(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(
        "127.0.0.1:0",
        grpc.ServerCredentials.createInsecure(),
        (error, port) => (error === null ? resolve(port) : reject(error)),
      );
    });
  }

  /** Cancels what is under way, closes the port and removes what the plugin left behind. */
  async stop(): Promise<void> {
    this.#plugin.cancel?.();
    this.#server.forceShutdown();
    await this.#plugin.close?.();
  }
}

/**
 * Runs a plugin as the engine expects: the port is the one line on stdout, and the process ends when
 * the engine asks it to (SIGINT, SIGTERM) or goes away.
 *
 * @param argv the engine's arguments; the one that is not a flag is the engine's own address.
 */
export async function servePlugin(plugin: ProviderPlugin, argv: string[]): Promise<void> {
  const server = new PluginServer(plugin);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const port = await server.start();
  const engine = argv.find((argument) => !argument.startsWith("-"));
  if (engine !== undefined) onceGone(engine, stop);
  process.stdout.write(`${port}\n`);
}

/** Calls back when the connection to the engine's gRPC server ends, which it does with the engine. */
function onceGone(engine: string, callback: () => void): void {
  const session = connect(`http://${engine}`);
  // An error is always followed by "close".
  session.on("error", () => undefined);
  session.once("close", callback);
}
