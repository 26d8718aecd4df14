import type { KubernetesObject, V1Pod } from "@kubernetes/client-node";

/** The scheduler that Pods on a cluster of the user's are given; no real one has this name. */
export const SCHEDULER_NAME = "neo4j-okta-sandbox";

const PROBE_LABEL = "neo4j-okta-sandbox/probe";

/** A named object of the API, with whatever else its kind has. */
export interface NamedObject extends KubernetesObject {
  metadata: { name: string };
  spec: object;
}

function objectName(namespaces: readonly string[]): string {
  return [SCHEDULER_NAME, ...[...namespaces].sort()].join(".");
}

/**
 * A MutatingAdmissionPolicy that sets `spec.schedulerName` of new Pods of Neo4j Enterprise in the
 * namespaces, and of Pods with the probe's label. Should it fail, the Pod is admitted as it came: a
 * rehearsal must not stand in the way of the cluster's other users.
 */
export function policyObject(
  apiVersion: string,
  namespaces: readonly string[],
  probe: string,
): NamedObject {
  const rehearsed =
    `request.namespace in ${JSON.stringify(namespaces)} && object.spec.containers.exists(c, ` +
    `has(c.image) && c.image.matches("(^|/)neo4j[-:][^/]*enterprise"))`;
  const probed =
    `has(object.metadata.labels) && "${PROBE_LABEL}" in object.metadata.labels && ` +
    `object.metadata.labels["${PROBE_LABEL}"] == "${probe}"`;
  return {
    apiVersion,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: objectName(namespaces) },
    spec: {
      failurePolicy: "Ignore",
      reinvocationPolicy: "Never",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      matchConditions: [{ name: "rehearsed", expression: `(${rehearsed}) || (${probed})` }],
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression: `Object{spec: Object.spec{schedulerName: "${SCHEDULER_NAME}"}}`,
          },
        },
      ],
    },
  };
}

/** The MutatingAdmissionPolicyBinding that puts the policy into force. */
export function policyBinding(apiVersion: string, namespaces: readonly string[]): NamedObject {
  const name = objectName(namespaces);
  return {
    apiVersion,
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name },
    spec: { policyName: name },
  };
}

/**
 * A Pod that is never created: a dry run with it shows whether the policy is obeyed. It is such that
 * no quota and no Pod Security Standard refuses it.
 */
export function probePod(probe: string): V1Pod {
  const resources = { cpu: "1m", memory: "1Mi" };
  return {
    metadata: { name: `${SCHEDULER_NAME}-probe`, labels: { [PROBE_LABEL]: probe } },
    spec: {
      containers: [
        {
          name: "probe",
          image: "probe",
          resources: { requests: resources, limits: resources },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            runAsNonRoot: true,
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };
}
