import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { assertPortFree, freePort, isPortTaken, startOnFreePort } from "../../process/ports.ts";
import { OwnedProcess } from "../../process/process.ts";
import { ProcessError } from "../../process/process-error.ts";

const taken = new ProcessError(
  "process-exited",
  "kube-apiserver ended before it was ready (exit code 1).",
  "failed to create listener: listen tcp 127.0.0.1:6443: bind: address already in use",
);

test("a free port can be listened on", async () => {
  const port = await freePort();
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  expect((server.address() as AddressInfo).port).toBe(port);
  server.close();
});

test("a port that was taken meanwhile is given up for another", async () => {
  const tried: number[] = [];
  const result = await startOnFreePort(async (port) => {
    tried.push(port);
    if (tried.length < 3) throw taken;
    return `on ${port}`;
  });
  expect(tried).toHaveLength(3);
  expect(result).toBe(`on ${tried[2]}`);
});

test("gives up after five ports", async () => {
  let attempts = 0;
  const start = startOnFreePort(async () => {
    attempts++;
    throw taken;
  });
  await expect(start).rejects.toBe(taken);
  expect(attempts).toBe(5);
});

test("any other failure is final", async () => {
  let attempts = 0;
  const failure = new ProcessError("process-exited", "kube-apiserver ended.", "unknown flag: --x");
  const start = startOnFreePort(async () => {
    attempts++;
    throw failure;
  });
  await expect(start).rejects.toBe(failure);
  expect(attempts).toBe(1);
});

test("knows the message of a real process", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const process_ = new OwnedProcess({
    name: "second",
    command: process.execPath,
    args: ["-e", `require("net").createServer().listen(${port}, "127.0.0.1")`],
    ready: { line: () => false },
  });
  const error = await process_.start().catch((error: unknown) => error);
  server.close();
  expect(isPortTaken(error)).toBe(true);
});

test("a port that is taken is refused at once, by the option's name", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await expect(assertPortFree("--okta-port", port)).rejects.toMatchObject({
    code: "port-in-use",
    exitCode: 2,
    message: `--okta-port ${port}: nothing can listen on it (EADDRINUSE). Fix: choose another port, or 0 for a free one.`,
  });
  await new Promise((resolve) => server.close(resolve));
  await assertPortFree("--okta-port", port);
});
