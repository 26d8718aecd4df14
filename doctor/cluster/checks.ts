import { AuthorizationV1Api } from "@kubernetes/client-node";
import { shellWord } from "../../access/shell-word.ts";
import { kubeconfig } from "../../command/kubernetes.ts";
import { reasonOf } from "../../tokens/http.ts";
import { type Finding, failed, notLookedAt, ok } from "../finding.ts";
import type { ClusterVerb } from "./needed.ts";

const ID = "cluster.rights";
const WHAT = "rights in the cluster";
const FIX =
  "set KUBECONFIG or --context to the cluster of the stack, or leave it out with --okta-only";

/** What the library goes to without a kubeconfig. */
const NOWHERE = "http://localhost:8080";

/**
 * Asks the cluster of the kubeconfig for each verb (SelfSubjectAccessReview). Nothing is made.
 *
 * @param context of the kubeconfig. Default: its current one
 */
export async function clusterFindings(
  verbs: readonly ClusterVerb[],
  context: string | undefined,
): Promise<Finding[]> {
  if (verbs.length === 0) return [ok(ID, WHAT, "the stack declares nothing there")];
  const config = kubeconfig();
  if (config?.getCurrentCluster()?.server === NOWHERE) {
    return [notLookedAt(ID, WHAT, "there is no kubeconfig", FIX)];
  }
  if (config === undefined) {
    return [
      notLookedAt(ID, WHAT, "the kubeconfig cannot be read", "compare it with kubectl config view"),
    ];
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context)) {
      const found = `the kubeconfig has no context ${context}`;
      return [notLookedAt(ID, WHAT, found, `give one of ${names.join(", ")} with --context`)];
    }
    config.setCurrentContext(context);
  }
  try {
    const api = config.makeApiClient(AuthorizationV1Api);
    const lacking: ClusterVerb[] = [];
    for (const verb of verbs) if (!(await isAllowed(api, verb))) lacking.push(verb);
    if (lacking.length === 0) {
      return [ok(ID, WHAT, `all ${verbs.length} verbs of the deployment are allowed`)];
    }
    const on = ({ group, resource, namespace }: ClusterVerb) => `${group} ${resource} ${namespace}`;
    return [...Map.groupBy(lacking, on).values()].map(refused);
  } catch (error) {
    const found = `the cluster does not answer: ${reasonOf(error)}`;
    return [notLookedAt(ID, WHAT, found, FIX)];
  }
}

async function isAllowed(api: AuthorizationV1Api, verb: ClusterVerb): Promise<boolean> {
  const { namespace, ...attributes } = verb;
  const where = namespace === undefined ? {} : { namespace };
  const { status } = await api.createSelfSubjectAccessReview({
    body: {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { ...attributes, ...where } },
    },
  });
  return status?.allowed === true;
}

/** Verbs on one kind of objects in one place. */
function refused(verbs: readonly ClusterVerb[]): Finding {
  const [{ group, resource, namespace } = { group: "", resource: "", namespace: undefined }] =
    verbs;
  const names = verbs.map(({ verb }) => verb);
  const name = group === "" ? resource : `${resource}.${group}`;
  const [kind, flag, place] =
    namespace === undefined
      ? ["clusterrole", "", "in the cluster"]
      : ["role", ` -n ${shellWord(namespace)}`, `in ${namespace}`];
  return failed(
    ID,
    `${name} ${place}`,
    `the cluster does not allow ${names.join(", ")}`,
    `kubectl create ${kind} neo4j-okta-${resource}${flag} --verb=${names.join(",")} --resource=${name}, and bind it to the deployer`,
  );
}
