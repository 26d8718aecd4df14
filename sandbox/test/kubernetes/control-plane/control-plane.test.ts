import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KubeConfig } from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ControlPlane } from "../../../kubernetes/control-plane/control-plane.ts";
import { ProcessError } from "../../../process/process-error.ts";
import { loopbackCertificate } from "../../support/certificate.ts";
import { writeExecutable } from "../../support/executable.ts";

const HEALTH_SERVER = fileURLToPath(new URL("health-server.ts", import.meta.url));

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
function executable(name: string, script: string): { path: string } {
  return { path: writeExecutable(join(directory, name), `#!/bin/sh\n${script}\n`) };
}

function binaries(scripts: { etcd: string; apiserver: string; controllers?: string }) {
  return {
    etcd: executable("etcd", scripts.etcd),
    "kube-apiserver": executable("kube-apiserver", scripts.apiserver),
    "kube-controller-manager": executable(
      "kube-controller-manager",
      scripts.controllers ?? "exit 1",
    ),
  };
}

/** A script that answers health checks under a certificate of its own. */
function healthy(name: string): string {
  const certificate = join(directory, "certificate.json");
  return `exec '${process.execPath}' '${HEALTH_SERVER}' ${name} '${certificate}' '${directory}' "$@"`;
}

/** What a program that answers health checks was started with. */
async function started(name: string): Promise<{ pid: number; given: string[] }> {
  return JSON.parse(await readFile(join(directory, name), "utf8"));
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
    binaries: binaries({ etcd: etcdThatLives(), apiserver: "echo no such flag; exit 3" }),
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
      apiserver: `echo "$@" | tr ' ' '\\n' | grep secure-port >> '${directory}/ports'; echo 'bind: address already in use'; exit 1`,
    }),
  });
  await expect(plane.start()).rejects.toMatchObject({ code: "process-exited" });
  const tried = (await readFile(join(directory, "ports"), "utf8")).trim().split("\n");
  expect(tried).toHaveLength(5);
});

test("stopping while it starts ends everything", async () => {
  const connected = once(server, "connection");
  const plane = new ControlPlane({
    binaries: binaries({ etcd: etcdThatLives(), apiserver: "exec sleep 60" }),
  });
  const starting = plane.start().catch((error: unknown) => error);
  const [socket] = await connected;
  socket.on("error", () => {}).resume();
  await plane.stop();
  if (!socket.closed) await once(socket, "close");
  expect(await starting).toBeInstanceOf(Error);
});

describe("a control plane that came up", () => {
  let plane: ControlPlane;
  let own: string;
  let failure: PromiseWithResolvers<string>;

  beforeEach(async () => {
    const certificate = loopbackCertificate();
    await writeFile(join(directory, "certificate.json"), JSON.stringify(certificate));
    failure = Promise.withResolvers();
    plane = new ControlPlane({
      binaries: binaries({
        etcd: etcdThatLives(),
        apiserver: healthy("kube-apiserver"),
        controllers: healthy("kube-controller-manager"),
      }),
      onFailure: failure.resolve,
    });
    expect(() => plane.kubeconfig).toThrow("The control plane is not started.");
    await plane.start();
    own = (await readFile(join(directory, "cwd"), "utf8")).trim();
  });

  afterEach(() => plane.stop());

  test("started its parts, each where the others look for it, in a private folder", async () => {
    const { given } = await started("kube-apiserver");
    const port = given.find((argument) => argument.startsWith("--secure-port="))?.split("=")[1];
    const { cert } = JSON.parse(await readFile(join(directory, "certificate.json"), "utf8"));
    for (const [text, user] of [
      [plane.kubeconfig, "neo4j-okta-admin"],
      [
        await readFile(join(own, "controller.kubeconfig"), "utf8"),
        "system:kube-controller-manager",
      ],
    ] as const) {
      const config = new KubeConfig();
      config.loadFromString(text);
      expect(config.getCurrentCluster()).toMatchObject({
        server: `https://127.0.0.1:${port}`,
        caData: Buffer.from(cert).toString("base64"),
      });
      const tokens = await readFile(join(own, "tokens.csv"), "utf8");
      expect(config.getCurrentUser()?.name).toBe(user);
      expect(tokens).toContain(
        `${config.getCurrentUser()?.token},${user},${user},system:masters\n`,
      );
    }
    expect((await stat(own)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(own)) {
      const mode = (await stat(join(own, name))).mode & 0o077;
      if (!/serving$/.test(name)) expect(mode, name).toBe(0);
    }
    await expect(plane.start()).rejects.toThrow("The control plane was started before.");
  });

  test("tells when a part ends by itself", async () => {
    process.kill((await started("kube-apiserver")).pid, "SIGKILL");
    expect(await failure.promise).toBe(
      "kube-apiserver ended unexpectedly (signal SIGKILL). Its last lines:\nkube-apiserver listens",
    );
  });

  test("ends every part with its stop, which is no failure", async () => {
    const pids = [await started("kube-apiserver"), await started("kube-controller-manager")];
    await plane.stop();
    for (const { pid } of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    await expect(Promise.race([failure.promise, Promise.resolve("none")])).resolves.toBe("none");
  });
});
