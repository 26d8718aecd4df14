import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { ErrorCode } from "../access/errors.ts";
import { clusterAt } from "../command/kubernetes.ts";
import type { SecretName } from "../command/secret-name.ts";

/**
 * The Pods with a container that has a Secret's former values in its environment: it has started before a time, in
 * milliseconds since the epoch; or in a file that is mounted by itself (`subPath`), which Kubernetes never renews.
 * Any other volume is read anew, so its readers are not among them.
 */
export function podsBefore(
  { namespace, name }: SecretName,
  place: string,
  code: ErrorCode,
): (time: number) => Promise<string[]> {
  const { api, refused } = clusterAt(place, code, "list Pods");
  return async (time) => {
    const { items } = await api.listNamespacedPod({ namespace }).catch((error: unknown) => {
      throw refused(error);
    });
    return items
      .filter((pod) =>
        containersOf(pod).some((one) => reads(one, pod, name) && started(pod, one) < time),
      )
      .map(({ metadata }) => metadata?.name ?? "");
  };
}

function containersOf({ spec }: V1Pod): V1Container[] {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
}

function reads(
  { env = [], envFrom = [], volumeMounts = [] }: V1Container,
  { spec }: V1Pod,
  secret: string,
): boolean {
  const volumes = (spec?.volumes ?? []).filter((volume) => {
    const sources = volume.projected?.sources?.map((source) => source.secret?.name) ?? [];
    return [volume.secret?.secretName, ...sources].includes(secret);
  });
  return (
    envFrom.some(({ secretRef }) => secretRef?.name === secret) ||
    env.some(({ valueFrom }) => valueFrom?.secretKeyRef?.name === secret) ||
    volumeMounts.some(({ name, subPath, subPathExpr }) => {
      return (subPath ?? subPathExpr) !== undefined && volumes.some((one) => one.name === name);
    })
  );
}

/** One that does not run reads the Secret when it starts. */
function started({ status }: V1Pod, { name }: V1Container): number {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  const since = all.find((one) => one.name === name)?.state?.running?.startedAt;
  return since === undefined ? Number.POSITIVE_INFINITY : new Date(since).getTime();
}
