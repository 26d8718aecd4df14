import type {
  V1Container,
  V1ContainerState,
  V1ContainerStateTerminated,
  V1ContainerStatus,
  V1PodCondition,
  V1PodStatus,
} from "@kubernetes/client-node";

/** What a container does right now, as the node knows it. */
export interface ContainerView {
  state: V1ContainerState;
  lastTermination?: V1ContainerStateTerminated;
  ready: boolean;
  restartCount: number;
}

/** What a Pod's status is made from. */
export interface PodView {
  startTime: Date;
  now: Date;
  containers: readonly { container: V1Container; view: ContainerView }[];
  initContainers: readonly V1Container[];
  /** The last status that was written, for the times of conditions that did not change. */
  previous?: V1PodStatus | undefined;
}

const LOOPBACK = "127.0.0.1";

/** What a container does before it does anything. */
export const CREATING: ContainerView = {
  state: { waiting: { reason: "ContainerCreating" } },
  ready: false,
  restartCount: 0,
};

/** The part of a Pod's status that a kubelet writes, from what the Pod's containers do. */
export function podStatus(pod: PodView): V1PodStatus {
  const unready = pod.containers.filter(({ view }) => !view.ready);
  const names = unready.map(({ container }) => container.name).join(" ");
  const problem = {
    reason: "ContainersNotReady",
    message: `containers with unready status: [${names}]`,
  };
  const ready = unready.length === 0 ? {} : problem;
  const begun = pod.containers.every(({ view }) => !view.state.waiting || view.lastTermination);
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

function condition(
  pod: PodView,
  type: string,
  problem: { reason?: string; message?: string },
): V1PodCondition {
  const status = problem.reason === undefined ? "True" : "False";
  const before = pod.previous?.conditions?.find((previous) => previous.type === type);
  const lastTransitionTime = (before?.status === status && before.lastTransitionTime) || pod.now;
  return { type, status, lastTransitionTime, ...problem };
}

function containerStatus({ container, view }: PodView["containers"][number]): V1ContainerStatus {
  return {
    name: container.name,
    image: container.image ?? "",
    imageID: "",
    state: view.state,
    lastState: view.lastTermination ? { terminated: view.lastTermination } : {},
    ready: view.ready,
    started: view.state.running !== undefined,
    restartCount: view.restartCount,
  };
}

/** Init containers are not run; to the rest of the cluster they have completed. */
function skipped({ startTime }: PodView, name: string, image = ""): V1ContainerStatus {
  const terminated = {
    exitCode: 0,
    reason: "Completed",
    message: "Not run: the sandbox has no container runtime.",
    startedAt: startTime,
    finishedAt: startTime,
  };
  return { name, image, imageID: "", state: { terminated }, ready: true, restartCount: 0 };
}
