import type { V1Container } from "@kubernetes/client-node";

/** What a container does right now, as the node knows it. */
export interface ContainerView {
  state:
    | { waiting: { reason: string; message?: string } }
    | { running: { startedAt: string } }
    | { terminated: Termination };
  lastTermination?: Termination;
  ready: boolean;
  restartCount: number;
}

/** How a container's process ended; times as RFC 3339 text. */
export interface Termination {
  exitCode: number;
  signal?: number;
  reason: "Completed" | "Error";
  message?: string;
  startedAt: string;
  finishedAt: string;
}

interface Condition {
  type: string;
  status: "True" | "False";
  reason?: string;
  message?: string;
  lastTransitionTime: string;
}

/** The part of a Pod's status that a kubelet writes. */
export interface PodStatus {
  phase: "Pending" | "Running";
  startTime: string;
  hostIP: string;
  podIP: string;
  podIPs: { ip: string }[];
  conditions: Condition[];
  initContainerStatuses: object[];
  containerStatuses: object[];
}

/** What a Pod's status is made from; times as RFC 3339 text. */
export interface PodView {
  startTime: string;
  now: string;
  containers: readonly { container: V1Container; view: ContainerView }[];
  initContainers: readonly V1Container[];
  /** The last status that was written, for the times of conditions that did not change. */
  previous?: PodStatus;
}

const LOOPBACK = "127.0.0.1";

/** What a container does before it does anything. */
export const CREATING: ContainerView = {
  state: { waiting: { reason: "ContainerCreating" } },
  ready: false,
  restartCount: 0,
};

/** The status of a Pod, from what its containers do. */
export function podStatus(pod: PodView): PodStatus {
  const unready = pod.containers.filter(({ view }) => !view.ready);
  const ready =
    unready.length === 0 ? {} : notReady(unready.map(({ container }) => container.name));
  const begun = pod.containers.every(
    ({ view }) => !("waiting" in view.state) || view.lastTermination,
  );
  return {
    phase: begun ? "Running" : "Pending",
    startTime: pod.startTime,
    hostIP: LOOPBACK,
    podIP: LOOPBACK,
    podIPs: [{ ip: LOOPBACK }],
    conditions: [
      condition(pod, "PodScheduled", {}),
      condition(pod, "Initialized", {}),
      condition(pod, "ContainersReady", ready),
      condition(pod, "Ready", ready),
    ],
    initContainerStatuses: pod.initContainers.map(({ name, image }) => skipped(pod, name, image)),
    containerStatuses: pod.containers.map(containerStatus),
  };
}

function notReady(containers: readonly string[]): { reason: string; message: string } {
  return {
    reason: "ContainersNotReady",
    message: `containers with unready status: [${containers.join(" ")}]`,
  };
}

function condition(
  pod: PodView,
  type: string,
  problem: { reason?: string; message?: string },
): Condition {
  const status = problem.reason === undefined ? "True" : "False";
  const before = pod.previous?.conditions.find((previous) => previous.type === type);
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : pod.now;
  return { type, status, lastTransitionTime, ...problem };
}

function containerStatus({ container, view }: PodView["containers"][number]): object {
  return {
    name: container.name,
    image: container.image ?? "",
    imageID: "",
    state: view.state,
    lastState: view.lastTermination ? { terminated: view.lastTermination } : {},
    ready: view.ready,
    started: "running" in view.state,
    restartCount: view.restartCount,
  };
}

/** Init containers are not run; to the rest of the cluster they have completed. */
function skipped(pod: PodView, name: string, image = ""): object {
  const terminated: Termination = {
    exitCode: 0,
    reason: "Completed",
    message: "Not run: the sandbox has no container runtime.",
    startedAt: pod.startTime,
    finishedAt: pod.startTime,
  };
  return { name, image, imageID: "", state: { terminated }, ready: true, restartCount: 0 };
}
