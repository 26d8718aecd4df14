import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Http2Server, type ServerHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = fileURLToPath(new URL("../../../plugins/main.ts", import.meta.url));
let engine: Http2Server;
let session: Promise<ServerHttp2Session>;
let plugin: ChildProcess;
let output: string[];
let firstLine: Promise<string>;

beforeEach(async () => {
  engine = createServer();
  session = once(engine, "session").then(([opened]) => opened as ServerHttp2Session);
  await new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
  plugin = spawn(process.execPath, [main, "random", "--tracing", address], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  output = [];
  const lines = createInterface({ input: plugin.stdout as NodeJS.ReadableStream });
  firstLine = once(lines, "line").then(([line]) => String(line));
  lines.on("line", (line) => output.push(line));
});
afterEach(() => {
  plugin.kill("SIGKILL");
  engine.close();
});

test("prints its port and nothing else, and ends when the engine goes away", async () => {
  expect(Number(await firstLine)).toBeGreaterThan(0);
  const opened = await session;
  const ended = once(plugin, "exit");
  opened.destroy();
  expect(await ended).toEqual([0, null]);
  expect(output).toHaveLength(1);
});

test.each(["SIGINT", "SIGTERM"] as const)("ends on %s", async (signal) => {
  await firstLine;
  const ended = once(plugin, "exit");
  plugin.kill(signal);
  expect(await ended).toEqual([0, null]);
});

test("without the address of an engine it runs until it is asked to end", async () => {
  const alone = spawn(process.execPath, [main, "random", "--tracing"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: alone.stdout }), "line");
  expect(Number(line)).toBeGreaterThan(0);
  const ended = once(alone, "exit");
  alone.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
