import { describe, expect, test } from "vitest";
import {
  type ContainerView,
  CREATING,
  type PodView,
  podStatus,
} from "../../../kubernetes/node/pod-status.ts";

const NOW = new Date("2026-01-02T03:04:05.000Z");
const LATER = new Date("2026-01-02T03:05:00.000Z");

const termination = {
  exitCode: 1,
  reason: "Error",
  message: "bad setting",
  startedAt: new Date("2026-01-02T03:04:00Z"),
  finishedAt: new Date("2026-01-02T03:04:01Z"),
};

const running: ContainerView = {
  state: { running: { startedAt: NOW } },
  ready: true,
  restartCount: 0,
};

function view(container: ContainerView, change: Partial<PodView> = {}): PodView {
  return {
    startTime: NOW,
    now: NOW,
    containers: [{ container: { name: "neo4j", image: "neo4j:5-enterprise" }, view: container }],
    initContainers: [],
    ...change,
  };
}

function condition(pod: PodView, type: string) {
  return podStatus(pod).conditions?.find((condition) => condition.type === type);
}

test("a Pod whose container is being created is pending", () => {
  const status = podStatus(view(CREATING));
  expect(status.phase).toBe("Pending");
  expect(status.podIP).toBe("127.0.0.1");
  expect(status.containerStatuses).toEqual([
    {
      name: "neo4j",
      image: "neo4j:5-enterprise",
      imageID: "",
      state: { waiting: { reason: "ContainerCreating" } },
      lastState: {},
      ready: false,
      started: false,
      restartCount: 0,
    },
  ]);
});

describe("the Ready condition", () => {
  test("is true once all containers are ready", () => {
    expect(podStatus(view(running)).phase).toBe("Running");
    expect(condition(view(running), "Ready")).toEqual({
      type: "Ready",
      status: "True",
      lastTransitionTime: NOW,
    });
  });

  test("names the containers that are not", () => {
    const unready = { ...running, ready: false };
    const pod = view(running, {
      containers: [
        { container: { name: "neo4j" }, view: unready },
        { container: { name: "proxy" }, view: running },
        { container: { name: "sidecar" }, view: unready },
      ],
    });
    expect(condition(pod, "Ready")).toEqual({
      type: "Ready",
      status: "False",
      reason: "ContainersNotReady",
      message: "containers with unready status: [neo4j sidecar]",
      lastTransitionTime: NOW,
    });
  });

  test("keeps its time until its status changes", () => {
    const previous = podStatus(view(running));
    const still = podStatus(view(running, { now: LATER, previous }));
    expect(still.conditions).toEqual(previous.conditions);
    const lost = view({ ...running, ready: false }, { now: LATER, previous });
    expect(condition(lost, "Ready")?.lastTransitionTime).toBe(LATER);
    expect(condition(lost, "PodScheduled")?.lastTransitionTime).toBe(NOW);
  });
});

test("a container that keeps failing shows why, in a Pod that is running", () => {
  const status = podStatus(
    view({
      state: { waiting: { reason: "CrashLoopBackOff", message: "Back-off ..." } },
      lastTermination: termination,
      ready: false,
      restartCount: 3,
    }),
  );
  expect(status.phase).toBe("Running");
  expect(status.containerStatuses?.[0]).toMatchObject({
    state: { waiting: { reason: "CrashLoopBackOff", message: "Back-off ..." } },
    lastState: { terminated: termination },
    restartCount: 3,
  });
});

test("an image that cannot be had keeps the Pod pending", () => {
  const waiting = { reason: "ErrImagePull", message: "..." };
  expect(podStatus(view({ state: { waiting }, ready: false, restartCount: 0 })).phase).toBe(
    "Pending",
  );
});

test("init containers count as completed, and say that they were not run", () => {
  const status = podStatus(view(running, { initContainers: [{ name: "trust", image: "x" }] }));
  expect(status.initContainerStatuses).toMatchObject([
    {
      name: "trust",
      ready: true,
      state: {
        terminated: {
          exitCode: 0,
          reason: "Completed",
          message: "Not run: the sandbox has no container runtime.",
        },
      },
    },
  ]);
});
