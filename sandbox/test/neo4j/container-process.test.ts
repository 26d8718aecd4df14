import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import neo4j from "neo4j-driver";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { configureContainer, makeContainer, PASSWORD } from "./container.ts";

const MAIN = fileURLToPath(new URL("../../neo4j/main.ts", import.meta.url));

let container: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  container = makeContainer();
});
afterEach(async () => {
  if (running && running.exitCode === null && running.signalCode === null) {
    running.kill("SIGKILL");
    await once(running, "exit");
  }
  rmSync(container, { recursive: true });
});

function start(environment: Record<string, string> = {}): ChildProcess {
  running = spawn(process.execPath, [MAIN], {
    env: {
      NEO4J_CONF: `${container}/`,
      NEO4J_AUTH_PATH: join(container, "NEO4J_AUTH"),
      NEO4J_EDITION: "ENTERPRISE_K8S",
      NEO4J_ACCEPT_LICENSE_AGREEMENT: "eval",
      ...environment,
    },
  });
  return running;
}

/** Waits for the line of readiness, keeping what came before it. */
async function ready(process: ChildProcess) {
  const lines: string[] = [];
  if (!process.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: process.stdout })) {
    if (line.startsWith("SANDBOX_READY ")) {
      return { ports: JSON.parse(line.slice("SANDBOX_READY ".length)), lines };
    }
    lines.push(line);
  }
  throw new Error(`it ended before it was ready: ${lines.join("\n")}`);
}

async function end(process: ChildProcess) {
  let errors = "";
  process.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code, signal] = await once(process, "close");
  return { code, signal, errors };
}

describe("the container's process", () => {
  test("boots, says where it is, lets its user in, and ends on SIGTERM", async () => {
    configureContainer(container, { "server.default_listen_address": "0.0.0.0" });
    const database = start({ HELM_NEO4J_VERSION: "2026.06.0" });
    const { ports, lines } = await ready(database);
    expect(
      lines.map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+0000 /, "")),
    ).toEqual([
      "INFO  Starting...",
      `INFO  Bolt enabled on 127.0.0.1:${ports.bolt}.`,
      `INFO  HTTP enabled on 127.0.0.1:${ports.http}.`,
      "INFO  Started.",
    ]);
    const auth = neo4j.auth.basic("neo4j", PASSWORD);
    const driver = neo4j.driver(`bolt://127.0.0.1:${ports.bolt}`, auth);
    try {
      const { records, summary } = await driver.executeQuery("SHOW CURRENT USER");
      expect(summary.server.agent).toBe("Neo4j/2026.06.0");
      expect(records[0]?.toObject()).toEqual({
        user: "neo4j",
        roles: ["admin", "PUBLIC"],
        passwordChangeRequired: false,
        suspended: false,
        home: null,
      });
    } finally {
      await driver.close();
    }
    const document = await fetch(`http://127.0.0.1:${ports.http}/`, {
      headers: { accept: "application/json" },
    });
    expect(await document.json()).toMatchObject({ neo4j_version: "2026.06.0" });
    const ended = end(database);
    database.kill("SIGTERM");
    expect(await ended).toEqual({ code: 0, signal: null, errors: "" });
  });

  test("ends with exit code 1 and the reason when it does not boot", async () => {
    configureContainer(container, { "dbms.security.require_local_user": "yes" });
    const { code, errors } = await end(start());
    expect({ code, errors: errors.replaceAll(container, "/config") }).toEqual({
      code: 1,
      errors:
        "Failed to read config /config/neo4j.conf: Error evaluating value for setting 'dbms.security.require_local_user'. 'yes' is not a valid boolean value, must be 'true' or 'false'\n",
    });
  });
});
