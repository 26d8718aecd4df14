import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ControlPlane } from "../../../kubernetes/control-plane/control-plane.ts";
import { ProcessError } from "../../../process/process-error.ts";
import { writeExecutable } from "../../support/executable.ts";

let directory: string;
let server: Server;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "control-plane-test-"));
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(async () => {
  server.close();
  await rm(directory, { recursive: true, force: true });
});

/** An executable in place of a real one: its working folder is the control plane's. */
function executable(name: string, script: string): string {
  return writeExecutable(join(directory, name), `#!/bin/sh\n${script}\n`);
}

function binaries(scripts: { etcd: string; kubeApiserver: string }) {
  return {
    etcd: executable("etcd", scripts.etcd),
    kubeApiserver: executable("kube-apiserver", scripts.kubeApiserver),
    kubeControllerManager: join(directory, "missing"),
  };
}

/** Says that it is ready, and holds a connection to the test until it ends. */
function etcdThatLives(): string {
  const { port } = server.address() as AddressInfo;
  const code =
    `require("net").connect(${port}, "127.0.0.1", () => console.log("ready to serve client requests"))` +
    `.on("error", () => {}); setInterval(() => {}, 1e6)`;
  return `pwd > '${directory}/cwd'; exec '${process.execPath}' -e '${code}'`;
}

test("a failure half-way stops what was started and removes the folder", async () => {
  const connected = once(server, "connection");
  const plane = new ControlPlane({
    binaries: binaries({ etcd: etcdThatLives(), kubeApiserver: "echo no such flag; exit 3" }),
  });
  const error = await plane.start().catch((error: unknown) => error);
  const [socket] = await connected;
  socket.on("error", () => {}).resume();
  if (!socket.closed) await once(socket, "close");
  expect(error).toBeInstanceOf(ProcessError);
  expect((error as ProcessError).code).toBe("process-exited");
  expect((error as ProcessError).message).toBe(
    "kube-apiserver ended before it was ready (exit code 3). Its last lines:\nno such flag",
  );
  const used = (await readFile(join(directory, "cwd"), "utf8")).trim();
  expect(used).toMatch(/neo4j-okta-k8s-/);
  expect(existsSync(used)).toBe(false);
});

test("a taken port is tried again with another", async () => {
  const plane = new ControlPlane({
    binaries: binaries({
      etcd: etcdThatLives(),
      kubeApiserver: `echo "$@" | tr ' ' '\\n' | grep secure-port >> '${directory}/ports'; echo 'bind: address already in use'; exit 1`,
    }),
  });
  await expect(plane.start()).rejects.toMatchObject({ code: "process-exited" });
  const tried = (await readFile(join(directory, "ports"), "utf8")).trim().split("\n");
  expect(tried).toHaveLength(5);
});

test("stopping while it starts ends everything", async () => {
  const connected = once(server, "connection");
  const plane = new ControlPlane({
    binaries: binaries({ etcd: etcdThatLives(), kubeApiserver: "exec sleep 60" }),
  });
  const starting = plane.start().catch((error: unknown) => error);
  const [socket] = await connected;
  socket.on("error", () => {}).resume();
  await plane.stop();
  if (!socket.closed) await once(socket, "close");
  expect(await starting).toBeInstanceOf(Error);
});

test("a folder of the caller's is made private, and left to the caller", async () => {
  const own = await mkdtemp(join(directory, "own-"));
  await chmod(own, 0o755);
  const plane = new ControlPlane({
    binaries: binaries({ etcd: "exit 1", kubeApiserver: "exit 1" }),
    directory: own,
  });
  await expect(plane.start()).rejects.toMatchObject({ code: "process-exited" });
  expect((await stat(own)).mode & 0o777).toBe(0o700);
  for (const name of await readdir(own)) {
    expect((await stat(join(own, name))).mode & 0o077, name).toBe(0);
  }
});

test("tells which part is being started, and has no kubeconfig before", async () => {
  const steps: string[] = [];
  const plane = new ControlPlane({
    binaries: binaries({ etcd: etcdThatLives(), kubeApiserver: "exit 1" }),
    onProgress: (step) => steps.push(step),
  });
  expect(() => plane.kubeconfig).toThrow("The control plane is not started.");
  await expect(plane.start()).rejects.toThrow();
  expect(steps).toEqual(["etcd", "kube-apiserver"]);
});
