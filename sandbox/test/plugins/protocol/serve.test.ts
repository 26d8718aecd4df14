import { once } from "node:events";
import { createServer, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import * as grpc from "@grpc/grpc-js";
import type pluginpb from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import emptypb from "google-protobuf/google/protobuf/empty_pb.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ProviderPlugin } from "../../../plugins/protocol/provider.ts";
import { servePlugin } from "../../../plugins/protocol/serve.ts";

const printed: string[] = [];
const exits: unknown[] = [];
let ended: PromiseWithResolvers<unknown>;
let strangers: unknown[];

type Signal = "SIGINT" | "SIGTERM";

/** The listeners of a signal that a served plugin has added, in a process that others share. */
function listeners(signal: Signal) {
  return process.rawListeners(signal).filter((listener) => !strangers.includes(listener));
}

function ask(signal: Signal): void {
  for (const listener of listeners(signal)) listener(signal);
}

beforeEach(() => {
  printed.length = 0;
  exits.length = 0;
  ended = Promise.withResolvers();
  strangers = [...process.rawListeners("SIGINT"), ...process.rawListeners("SIGTERM")];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  vi.spyOn(process, "exit").mockImplementation((status) => {
    exits.push(status);
    ended.resolve(status);
    return undefined as never;
  });
});
afterEach(() => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    for (const listener of listeners(signal)) process.off(signal, listener as () => void);
  }
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

function plugin(more: Partial<ProviderPlugin> = {}): ProviderPlugin {
  return { name: "random", version: "1", resources: new Map(), ...more };
}

/** The version that a plugin says it has, asked at the port that it printed. */
async function versionAt(line: string): Promise<string> {
  const client = new provider.ResourceProviderClient(
    `127.0.0.1:${line.trim()}`,
    grpc.credentials.createInsecure(),
  );
  const answer = Promise.withResolvers<InstanceType<typeof pluginpb.PluginInfo>>();
  client.getPluginInfo(new emptypb.Empty(), (error, info) =>
    error === null ? answer.resolve(info) : answer.reject(error),
  );
  const info = await answer.promise;
  client.close();
  return info.getVersion();
}

describe("a plugin's process", () => {
  test("prints its port, and ends once however often it is asked to", async () => {
    const events: string[] = [];
    await servePlugin(
      plugin({
        cancel: () => events.push("cancel"),
        close: async () => {
          events.push("close");
        },
      }),
      ["--tracing"],
    );
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/^\d+\n$/);
    expect(await versionAt(String(printed[0]))).toBe("1");
    ask("SIGINT");
    ask("SIGTERM");
    expect(await ended.promise).toBe(0);
    expect(events).toEqual(["cancel", "close"]);
    expect(exits).toEqual([0]);
    await expect(versionAt(String(printed[0]))).rejects.toThrow(/UNAVAILABLE/);
  });

  test("ends with 1 when it cannot clean up", async () => {
    await servePlugin(plugin({ close: () => Promise.reject(new Error("busy")) }), []);
    ask("SIGTERM");
    expect(await ended.promise).toBe(1);
  });

  test("ends when the engine's connection does, also one that never was", async () => {
    const engine = createServer();
    await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
    const address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
    const session = once(engine, "session") as Promise<[ServerHttp2Session]>;
    await servePlugin(plugin(), ["--tracing", address]);
    const [opened] = await session;
    expect(exits).toEqual([]);
    opened.destroy();
    expect(await ended.promise).toBe(0);
    await new Promise((resolve) => engine.close(resolve));
    ended = Promise.withResolvers();
    await servePlugin(plugin(), [address]);
    expect(await ended.promise).toBe(0);
  });
});

describe("the plugins' entry", () => {
  test.each([
    ["okta", {}],
    ["random", {}],
    ["kubernetes", {}],
    ["kubernetes", { NEO4J_CHART: '{"path":"/chart"}', CHART_REPOSITORIES: '["https://c"]' }],
  ])("serves %s in the version that it is installed as, with %j", async (name, environment) => {
    const variables = { PLUGIN_VERSION: "9.8.7", ...environment };
    for (const [key, value] of Object.entries(variables)) vi.stubEnv(key, value);
    const argv = process.argv;
    process.argv = ["node", "main.ts", name, "--tracing"];
    vi.resetModules();
    await import("../../../plugins/main.ts");
    process.argv = argv;
    expect(await versionAt(String(printed[0]))).toBe("9.8.7");
    ask("SIGTERM");
    expect(await ended.promise).toBe(0);
  });
});
