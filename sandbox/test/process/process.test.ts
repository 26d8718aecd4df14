import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { OwnedProcess } from "../../process/process.ts";
import { ProcessError } from "../../process/process-error.ts";

const owned: OwnedProcess[] = [];
const servers: (Server | HttpServer)[] = [];

afterEach(async () => {
  await Promise.all(owned.splice(0).map((process) => process.stop(0)));
  for (const server of servers.splice(0)) server.close();
});

function shell(
  script: string,
  options: Partial<ConstructorParameters<typeof OwnedProcess>[0]> = {},
): OwnedProcess {
  const process = new OwnedProcess({
    name: "probe",
    command: "/bin/sh",
    args: ["-c", script],
    ...options,
  });
  owned.push(process);
  return process;
}

async function refusal(action: Promise<unknown>): Promise<ProcessError> {
  const error = await action.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ProcessError);
  return error as ProcessError;
}

/** A server that tells, by its connections, which processes are alive. */
async function lifeline(): Promise<{ port: number; next: () => Promise<Socket> }> {
  const server = createServer();
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    next: async () => (await once(server, "connection"))[0] as Socket,
  };
}

/** A program that holds a connection to the lifeline until it ends. */
function holdOn(port: number): string {
  const code = `require("net").connect(${port}, "127.0.0.1").on("error", () => {}); setInterval(() => {}, 1e6)`;
  return `'${process.execPath}' -e '${code}'`;
}

async function closed(socket: Socket): Promise<void> {
  socket.on("error", () => {});
  socket.resume();
  if (!socket.closed) await once(socket, "close");
}

describe("start", () => {
  test("resolves once the health endpoint answers", async () => {
    let asked = 0;
    const health = createHttpServer((_, response) => {
      asked++;
      response.writeHead(asked < 3 ? 503 : 200).end();
    });
    servers.push(health);
    health.listen(0, "127.0.0.1");
    await once(health, "listening");
    const url = `http://127.0.0.1:${(health.address() as AddressInfo).port}/`;
    const process = shell("exec sleep 60", {
      ready: { probe: async (signal) => (await fetch(url, { signal })).ok },
    });
    await process.start();
    expect(asked).toBe(3);
  });

  test("resolves once the line is printed", async () => {
    const lines: string[] = [];
    const process = shell("echo one; echo ready >&2; exec sleep 60", {
      ready: { line: (line) => line === "ready" },
      onLine: (line) => lines.push(line),
    });
    await process.start();
    expect(lines.toSorted()).toEqual(["one", "ready"]);
  });

  test("a health endpoint that never answers leaves the race to the clock", async () => {
    const silent = createServer();
    servers.push(silent);
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const process = shell("echo waiting; exec sleep 60", {
      ready: { probe: async (signal) => (await fetch(url, { signal })).ok },
      readyTimeoutMs: 200,
    });
    const error = await refusal(process.start());
    expect(error.code).toBe("process-not-ready");
    expect(error.message).toBe("probe was not ready after 200 ms. Its last lines:\nwaiting");
    expect(await process.exited).toEqual({ code: null, signal: "SIGTERM" });
  });

  test("an early end is not reported as a timeout, and shows the last lines", async () => {
    const process = shell("for n in $(seq 1 40); do echo line $n; done; exit 7", {
      ready: { line: () => false },
    });
    const error = await refusal(process.start());
    expect(error.code).toBe("process-exited");
    expect(error.message).toMatch(
      /^probe ended before it was ready \(exit code 7\)\. Its last lines:\n/,
    );
    expect(error.logTail.split("\n")).toHaveLength(25);
    expect(error.logTail).toMatch(/line 40$/);
  });

  test("a line of more than 2000 characters is cut in the last lines, not where it is passed on", async () => {
    const lines: string[] = [];
    const code = `for (const n of [2000, 2001]) console.log("x".repeat(n)); process.exit(1)`;
    const process_ = shell("", {
      command: process.execPath,
      args: ["-e", code],
      ready: { line: () => false },
      onLine: (line) => lines.push(line),
    });
    const { logTail } = await refusal(process_.start());
    expect(lines.map(({ length }) => length)).toEqual([2000, 2001]);
    expect(logTail).toBe(`${"x".repeat(2000)}\n${"x".repeat(2000)}...`);
  });

  test("names the signal that ended it", async () => {
    const error = await refusal(shell("kill -KILL $$", { ready: { line: () => false } }).start());
    expect(error.message).toBe("probe ended before it was ready (signal SIGKILL).");
  });

  test("a missing executable is named", async () => {
    const error = await refusal(shell("", { command: "/nonexistent/etcd" }).start());
    expect(error.code).toBe("process-not-started");
    expect(error.message).toContain("probe could not be started from '/nonexistent/etcd'");
  });

  test("so is one that Node does not even try to start", async () => {
    const error = await refusal(shell("", { args: ["x".repeat(3_000_000)] }).start());
    expect(error.code).toBe("process-not-started");
    expect(error.message).toBe("probe could not be started from '/bin/sh': spawn E2BIG.");
  });

  test("a missing working folder is no crash", async () => {
    const error = await refusal(shell("true", { cwd: "/nonexistent" }).start());
    expect(error.code).toBe("process-not-started");
  });

  test("stopping while it starts ends the start", async () => {
    const process = shell("exec sleep 60", { ready: { line: () => false } });
    const starting = refusal(process.start());
    await process.stop();
    expect((await starting).code).toBe("process-stopped");
  });

  test("a second start is refused", async () => {
    const process = shell("exec sleep 60");
    await process.start();
    await expect(process.start()).rejects.toThrow("probe was started before.");
  });

  test("the environment is the given one alone", async () => {
    const lines: string[] = [];
    const process = shell('echo "[$HOME][$GIVEN]"; echo done', {
      env: { GIVEN: "yes" },
      ready: { line: (line) => line === "done" },
      onLine: (line) => lines.push(line),
    });
    await process.start();
    expect(lines[0]).toBe("[][yes]");
  });
});

describe("stop", () => {
  test("lets the process end in its own way", async () => {
    const lines: string[] = [];
    const process = shell("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done", {
      ready: { line: (line) => line === "up" },
      onLine: (line) => lines.push(line),
    });
    await process.start();
    await process.stop();
    expect(await process.exited).toEqual({ code: 3, signal: null });
    expect(lines).toContain("bye");
  });

  test("kills what does not end in time", async () => {
    const process = shell("trap '' TERM; echo up; while :; do sleep 0.01; done", {
      ready: { line: (line) => line === "up" },
      stopGraceMs: 50,
    });
    await process.start();
    await process.stop();
    expect(await process.exited).toEqual({ code: null, signal: "SIGKILL" });
  });

  test("ends the descendants as well", async () => {
    const life = await lifeline();
    const connected = life.next();
    const process = shell(`${holdOn(life.port)} & wait`);
    await process.start();
    const socket = await connected;
    await process.stop();
    await closed(socket);
  });

  test("descendants end with their leader", async () => {
    const directory = await mkdtemp(join(tmpdir(), "process-test-"));
    const life = await lifeline();
    const connected = life.next();
    const flag = join(directory, "go");
    const process = shell(`${holdOn(life.port)} & until [ -e '${flag}' ]; do sleep 0.01; done`);
    await process.start();
    const socket = await connected;
    await writeFile(flag, "");
    expect(await process.exited).toEqual({ code: 0, signal: null });
    await closed(socket);
    await rm(directory, { recursive: true });
  });

  test("is harmless before a start and when repeated", async () => {
    const process = shell("exec sleep 60");
    await process.stop();
    const another = shell("exec sleep 60");
    await another.start();
    await Promise.all([another.stop(), another.stop()]);
    expect(await another.exited).toEqual({ code: null, signal: "SIGTERM" });
  });
});

test("the process ends although its parent was killed", async () => {
  const life = await lifeline();
  const connected = life.next();
  const module = new URL("../../process/process.ts", import.meta.url).href;
  const program = `
    const { OwnedProcess } = await import(${JSON.stringify(module)});
    await new OwnedProcess({ name: "p", command: "/bin/sh", args: ["-c", process.argv[1]] }).start();
    setInterval(() => {}, 1e6);`;
  const parent = spawn(
    process.execPath,
    ["--input-type=module", "-e", program, `exec ${holdOn(life.port)}`],
    {
      cwd: fileURLToPath(new URL(".", import.meta.url)),
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const socket = await connected;
  parent.kill("SIGKILL");
  await closed(socket);
});
