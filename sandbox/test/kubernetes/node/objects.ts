import type { V1Pod } from "@kubernetes/client-node";
import type { ObjectSource } from "../../../kubernetes/node/references.ts";

type Objects = Record<string, Record<string, string>>;

/** An object source of plain texts. */
export function objects(of: {
  configMaps?: Objects;
  secrets?: Objects;
  claims?: string[];
}): ObjectSource {
  return {
    data: async (kind, name) => {
      const data = (kind === "configmap" ? of.configMaps : of.secrets)?.[name];
      return data && Object.fromEntries(Object.entries(data).map(([k, v]) => [k, Buffer.from(v)]));
    },
    claim: async (name) => (of.claims?.includes(name) ? `uid-of-${name}` : undefined),
  };
}

/** The Pod that the StatefulSet `neo4j` makes. */
export function pod(change: Partial<NonNullable<V1Pod["spec"]>> = {}): V1Pod {
  return {
    metadata: {
      name: "neo4j-0",
      namespace: "graph",
      uid: "uid-1",
      labels: { app: "neo4j", "helm.neo4j.com/instance": "neo4j" },
      annotations: { note: 'say "hi"' },
    },
    spec: { nodeName: "neo4j-okta-sandbox", containers: [], ...change },
  };
}
