import { isDeepStrictEqual } from "node:util";
import type { Gain } from "./gains.ts";
import type { Tree } from "./helm.ts";

/** One container of a Pod. */
export interface Container extends Tree {
  name: string;
  image?: string;
  volumeMounts?: Mount[] | null;
  securityContext?: Tree;
}

/** One folder of a container. */
export interface Mount extends Tree {
  name: string;
  mountPath: string;
}

/** The specification of a Pod. */
export interface Pod extends Tree {
  containers: Container[];
  initContainers?: Container[];
  volumes: (Tree & { name: string })[];
}

/** What containers give beyond those of a stack without Helm values. */
export function containerGains(pod: Pod, plain: Pod): Gain[] {
  return [
    ...ownContainers(pod, plain),
    ...allContainers(pod).flatMap((container) => [
      ...mighty(container, pod),
      ...foreign(container),
      ...hostPorts(container),
    ]),
  ];
}

/** The container in which Neo4j runs. */
export function serverOf({ containers }: Pod): Container {
  return containers.find(({ name }) => name === "neo4j") ?? { name: "none" };
}

/** True while the server sleeps, and so do containers that do not say otherwise. */
export function isOffline(pod: Pod): boolean {
  return String(serverOf(pod).command).includes("offline maintenance mode");
}

function allContainers({ initContainers = [], containers }: Pod): Container[] {
  return [...initContainers, ...containers];
}

/** The program's own containers are there once, as it declares them, but for the server's mounts. */
function ownContainers(pod: Pod, plain: Pod): Gain[] {
  const offline = isOffline(pod);
  return allContainers(plain).flatMap((container) => {
    const found = allContainers(pod).filter(({ name }) => name === container.name);
    const isKept =
      container.name === "neo4j" || isDeepStrictEqual(shape(found[0]), shape(container));
    const isLeftOut = offline && found.length === 0 && container.name !== "neo4j";
    return (found.length === 1 && isKept) || isLeftOut
      ? []
      : [{ what: `the container ${container.name} is another` }];
  });
}

/** Without its image, which is the server's. */
function shape(container: Container | undefined): Tree {
  const { image: _, ...rest } = container ?? { name: "none" };
  return rest;
}

function mighty({ name, securityContext: own }: Container, { securityContext: pods }: Pod): Gain[] {
  // The API server refuses what is no map.
  const contexts = [own, pods].filter((context) => context !== undefined && context !== null);
  if (contexts.some((context) => typeof context !== "object" || Array.isArray(context))) return [];
  const given = (field: string) => own?.[field] ?? (pods as Tree | undefined)?.[field];
  const [user, nonRoot] = [given("runAsUser"), given("runAsNonRoot")];
  const isRoot = user === 0 || (typeof user !== "number" && nonRoot !== true);
  if (!isRoot && own?.privileged !== true) return [];
  return [{ what: `${name} is mighty`, rule: "privileged-pod" }];
}

const NEO4J_IMAGE = /^neo4j(\/[\w.-]+)?:[\w.-]+$/;

function foreign({ name, image = "" }: Container): Gain[] {
  if (NEO4J_IMAGE.test(image)) return [];
  return [{ what: `${name} runs ${image}`, rule: "foreign-image" }];
}

function hostPorts({ name, ports }: Container): Gain[] {
  if (!JSON.stringify(ports ?? []).includes("hostPort")) return [];
  return [{ what: `${name} has a port of the node`, rule: "load-balancer" }];
}
