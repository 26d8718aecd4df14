import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Milliseconds for a plugin to start and answer. The official ones take one or two seconds. */
const PATIENCE_MS = 15_000;

type Plugin = ChildProcessByStdio<null, Readable, null>;

/**
 * The version that a provider plugin says of itself, asked as the engine asks: the plugin is started and ends
 * again. Undefined for one that does not answer.
 */
export async function versionOfPlugin(
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  // A plugin ends when it cannot reach its engine. This one takes the connection and says nothing.
  const engine = createServer((socket) => socket.unref().on("error", () => undefined));
  engine.unref();
  await once(engine.listen(0, "127.0.0.1"), "listening");
  const { port } = engine.address() as AddressInfo;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const plugin = spawn(path, [`127.0.0.1:${port}`], {
    // It needs nothing else, and sees nothing of the user's own org.
    env: { PATH: env.PATH },
    stdio: ["ignore", "pipe", "ignore"],
    signal: patience,
  });
  plugin.on("error", () => undefined);
  try {
    const listening = await firstLine(plugin, patience);
    return /^\d+$/.test(listening) ? await ask(`127.0.0.1:${listening}`) : undefined;
  } catch {
    return undefined;
  } finally {
    plugin.kill("SIGKILL");
    engine.close();
  }
}

/** @throws when the plugin ends without one, or takes too long */
async function firstLine({ stdout }: Plugin, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: stdout });
  const [line] = await Promise.race([
    once(lines, "line", { signal }),
    once(lines, "close").then(() => Promise.reject(new Error("no port"))),
  ]);
  return String(line).trim();
}

async function ask(address: string): Promise<string | undefined> {
  const [{ credentials }, { default: provider }, { default: empty }] = await Promise.all([
    import("@grpc/grpc-js"),
    import("@pulumi/pulumi/proto/provider_grpc_pb.js"),
    import("google-protobuf/google/protobuf/empty_pb.js"),
  ]);
  const client = new provider.ResourceProviderClient(address, credentials.createInsecure());
  try {
    return await new Promise((resolve, reject) => {
      client.getPluginInfo(new empty.Empty(), (error, info) => {
        if (error) reject(error);
        else resolve(info.getVersion().replace(/^v/, "") || undefined);
      });
    });
  } finally {
    client.close();
  }
}
