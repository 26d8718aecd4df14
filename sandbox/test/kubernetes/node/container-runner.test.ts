import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { V1Container, V1Volume } from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ContainerRunner,
  type ContainerRunnerOptions,
} from "../../../kubernetes/node/container-runner.ts";
import type { ContainerView } from "../../../kubernetes/node/pod-status.ts";
import { objects, pod } from "./objects.ts";

interface Happening {
  view: ContainerView;
  events: string[];
}

let directory: string;
let bolt: Server;
let port: number;
let runner: ContainerRunner | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "container-runner-test-"));
  bolt = createServer().listen(0, "127.0.0.1");
  await once(bolt, "listening");
  port = (bolt.address() as AddressInfo).port;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await runner?.stop(0);
  bolt.close();
  await rm(directory, { recursive: true, force: true });
});

/** Runs a container whose stand-in is a shell script, and answers a way to wait for its doings. */
function run(
  script: string,
  change: Partial<V1Container> = {},
  options: Partial<ContainerRunnerOptions> & { volumes?: V1Volume[] } = {},
) {
  const happening: Happening = {
    view: { state: { waiting: { reason: "" } }, ready: false, restartCount: 0 },
    events: [],
  };
  const waiting = new Set<() => void>();
  const changed = () => {
    if (runner) happening.view = runner.view;
    for (const check of waiting) check();
  };
  runner = new ContainerRunner({
    pod: pod({ volumes: options.volumes ?? [] }),
    container: { name: "neo4j", image: "neo4j:5-enterprise", ...change },
    directory,
    source: objects({}),
    standIn: {
      command: "/bin/sh",
      args: ["-c", script],
      environment: (container, ports) => ({
        PATH: process.env.PATH,
        ...container,
        NOTES: join(directory, "notes"),
        BOLT: String(ports?.bolt ?? 0),
      }),
    },
    backoff: { firstMs: 1, maxMs: 4 },
    onChange: changed,
    onEvent: (type, reason, message) => {
      happening.events.push(`${type} ${reason}: ${message}`);
      changed();
    },
    ...options,
  });
  void runner.run();
  const until = (condition: (happening: Happening) => boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const check = () => {
      if (!condition(happening)) return;
      waiting.delete(check);
      resolve();
    };
    waiting.add(check);
    check();
    return promise;
  };
  return { runner, happening, until };
}

/** What the script wrote down. */
async function notes(): Promise<string[]> {
  return (await readFile(join(directory, "notes"), "utf8")).trim().split("\n");
}

const serve = () => `echo 'SANDBOX_READY {"bolt":${port},"http":1}'; exec sleep 60`;

test("is ready once the announced port accepts connections", async () => {
  const { runner, happening, until } = run(serve());
  await until(({ view }) => view.ready);
  expect(runner.ports).toEqual({ bolt: port, http: 1 });
  expect(happening.view).toMatchObject({ state: { running: {} }, restartCount: 0 });
  expect(happening.events).toEqual([]);
});

test("is unready once the port accepts none any more", async () => {
  const probe = { tcpSocket: { port: 7687 }, periodSeconds: 0.001, failureThreshold: 2 };
  const { until } = run(serve(), { readinessProbe: probe });
  await until(({ view }) => view.ready);
  bolt.close();
  await until(({ view }) => !view.ready);
});

test("the stop is orderly, and final", async () => {
  const script = `trap 'echo bye > $NOTES; exit 0' TERM; ${serve().replace("exec sleep 60", "while :; do sleep 0.01; done")}`;
  const { runner, until, happening } = run(script);
  await until(({ view }) => view.ready);
  await runner.stop(5_000);
  expect(await notes()).toEqual(["bye"]);
  expect(runner.ports).toBeUndefined();
  expect(happening.view).toMatchObject({ state: { terminated: { exitCode: 0 } }, ready: false });
});

describe("a container that ends", () => {
  test("is started again, and shows its last lines", async () => {
    const { happening, until } = run("echo 'Failed to read config: bad setting' >&2; exit 1");
    await until(({ view }) => view.restartCount === 3);
    expect(happening.view.lastTermination).toMatchObject({
      exitCode: 1,
      reason: "Error",
      message: "Failed to read config: bad setting",
    });
    expect(happening.events[0]).toBe(
      "Warning BackOff: Back-off restarting failed container neo4j in pod neo4j-0_graph: it ended with " +
        "exit code 1. Its last lines:\nFailed to read config: bad setting",
    );
  });

  test.each([
    ["exit 0", { exitCode: 0, reason: "Completed" }, "exit code 0"],
    ["kill -KILL $$", { exitCode: 128, reason: "Error" }, "signal SIGKILL"],
  ])("by %j is told how, and when", async (script, termination, how) => {
    const started = Date.now();
    const { happening, until } = run(script, {}, { backoff: { firstMs: 1e6, maxMs: 1e6 } });
    await until(({ events }) => events.length > 0);
    const { lastTermination } = happening.view;
    expect(lastTermination).toMatchObject(termination);
    expect(happening.events[0]).toContain(`it ended with ${how}. Its last lines:`);
    const from = lastTermination?.startedAt?.getTime() ?? 0;
    const to = lastTermination?.finishedAt?.getTime() ?? 0;
    expect(from).toBeGreaterThanOrEqual(started);
    expect(to).toBeGreaterThanOrEqual(from);
    expect(to).toBeLessThanOrEqual(Date.now());
    expect(happening.view).toMatchObject({ ready: false, restartCount: 0 });
  });

  test("waits in CrashLoopBackOff", async () => {
    const { happening, until } = run("exit 1", {}, { backoff: { firstMs: 1e6, maxMs: 1e6 } });
    await until(({ events }) => events.length > 0);
    expect(happening.view.state).toMatchObject({ waiting: { reason: "CrashLoopBackOff" } });
  });

  test("waits twice as long after each failure, up to the longest wait", async () => {
    const started = performance.now();
    const { until } = run("exit 1", {}, { backoff: { firstMs: 30, maxMs: 120 } });
    await until(({ view }) => view.restartCount === 4);
    expect(performance.now() - started).toBeGreaterThanOrEqual(30 + 60 + 120 + 120 - 10);
    await runner?.stop(0);
    const short = run("exit 1", {}, { backoff: { firstMs: 1, maxMs: 2 } });
    await short.until(({ view }) => view.restartCount === 12);
  });

  test("waits no longer than at first after it ran for more than ten minutes", async () => {
    let now = 0;
    vi.spyOn(Date, "now").mockImplementation(() => {
      now += 600_001;
      return now;
    });
    const { until } = run("exit 1", {}, { backoff: { firstMs: 1, maxMs: 1e6 } });
    await until(({ view }) => view.restartCount === 14);
  });

  test("recovers once its reason is gone", async () => {
    const flag = join(directory, "flag");
    const { happening, until } = run(`if [ -e ${flag} ]; then ${serve()}; fi; : > ${flag}; exit 1`);
    await until(({ view }) => view.ready);
    expect(happening.view.restartCount).toBe(1);
  });

  test("is ended and started again if it never becomes ready", async () => {
    const startupProbe = { tcpSocket: { port: 7687 }, failureThreshold: 1, periodSeconds: 0.1 };
    const { happening, until } = run("echo thinking; exec sleep 60", { startupProbe });
    await until(({ events }) => events.length > 0);
    expect(happening.events[0]).toBe(
      "Warning BackOff: neo4j of Pod graph/neo4j-0 was not ready after 100 ms. Its last lines:\nthinking",
    );
  });

  test("a missing executable is told as well", async () => {
    const standIn = { command: "/nonexistent", args: [], environment: () => ({}) };
    const { happening, until } = run("", {}, { standIn });
    await until(({ events }) => events.length > 0);
    expect(happening.events[0]).toContain("could not be started from '/nonexistent'");
  });
});

describe("ports of a predecessor", () => {
  test("are asked for again", async () => {
    const script = `echo "want $BOLT" >> "$NOTES"; ${serve()}`;
    const { until } = run(script, {}, { ports: { bolt: 4711 } });
    await until(({ view }) => view.ready);
    expect(await notes()).toEqual(["want 4711"]);
  });

  test("are given up if the container does not come up with them", async () => {
    const script = `echo "want $BOLT" >> "$NOTES"; [ "$BOLT" = 0 ] || exit 1; ${serve()}`;
    const { until } = run(script, {}, { ports: { bolt: 4711 } });
    await until(({ view }) => view.ready);
    expect(await notes()).toEqual(["want 4711", "want 0"]);
  });
});

test("environment and mounts are those of the API", async () => {
  const source = objects({ secrets: { auth: { NEO4J_AUTH: "neo4j/password" } } });
  const container = {
    env: [{ name: "NEO4J_AUTH_PATH", value: "/config/neo4j-auth/NEO4J_AUTH" }],
    volumeMounts: [{ name: "auth", mountPath: "/config/neo4j-auth" }],
  };
  const volumes = [{ name: "auth", secret: { secretName: "auth", defaultMode: 0o400 } }];
  const script = `echo "$SANDBOX_ROOT$NEO4J_AUTH_PATH" > "$NOTES"; ${serve()}`;
  const { until } = run(script, container, { source, volumes });
  await until(({ view }) => view.ready);
  const [path = ""] = await notes();
  expect(path.startsWith(directory)).toBe(true);
  expect(await readFile(path, "utf8")).toBe("neo4j/password");
});

describe("what is missing is waited for", () => {
  test("a ConfigMap of the environment", async () => {
    const container = { envFrom: [{ configMapRef: { name: "neo4j-env" } }] };
    const { happening, until } = run(serve(), container);
    await until(({ events }) => events.length > 0);
    expect(happening.events[0]).toBe(`Warning Failed: configmap "neo4j-env" not found`);
    expect(happening.view.state).toEqual({
      waiting: { reason: "CreateContainerConfigError", message: `configmap "neo4j-env" not found` },
    });
  });

  test("a Secret of a volume", async () => {
    const volumes = [{ name: "auth", secret: { secretName: "auth" } }];
    const { happening, until } = run(serve(), {}, { volumes });
    await until(({ events }) => events.length > 0);
    expect(happening.events[0]).toBe(
      `Warning FailedMount: MountVolume.SetUp failed for volume "auth": secret "auth" not found`,
    );
    expect(happening.view.state).toEqual({ waiting: { reason: "ContainerCreating" } });
  });
});

test("an image without a stand-in is not run", async () => {
  const { happening, until } = run(": > ran", { image: "nginx:1" });
  await until(({ events }) => events.length > 0);
  expect(happening.view.state).toMatchObject({ waiting: { reason: "ErrImagePull" } });
  expect(happening.events[0]).toContain("Warning Failed: The sandbox pulls no images");
  expect(existsSync("ran")).toBe(false);
});

test("a command of the chart's own, such as maintenance, keeps the server down", async () => {
  const { happening, until } = run(serve(), { command: ["bash", "-c", "sleep infinity"] });
  await until(({ events }) => events.length > 0);
  expect(happening.events).toEqual([
    "Normal NotRun: The command of container neo4j is not run: its server stays down.",
  ]);
  expect(happening.view).toMatchObject({ state: { running: {} }, ready: false });
});
