import { KubeConfig } from "@kubernetes/client-node";
import { type CheckFailure, ENGINE_KEYS } from "../protocol/provider.ts";
import { type Properties, reveal } from "../protocol/values.ts";

/** Settings that the stand-in follows. */
const FOLLOWED = ["context", "enableSecretMutable", "kubeconfig", "namespace"];
/** Settings that change neither what is written nor what is stored here. */
const WITHOUT_EFFECT = [
  "cluster",
  "clusterIdentifier",
  "enableConfigMapMutable",
  "enableServerSideApply",
  "kubeClientSettings",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
];

/** How the plugin reaches the cluster. */
export interface ClusterConfiguration {
  kubeconfig: KubeConfig;
  /** Namespace of objects that name none. */
  namespace: string;
  /** Secrets are changed in place; otherwise a change of data replaces them. */
  secretsAreMutable: boolean;
}

/** Judges the provider's configuration: what the stand-in would not follow is refused. */
export function checkClusterConfiguration(inputs: Properties): CheckFailure[] {
  const known = [...FOLLOWED, ...WITHOUT_EFFECT, ...ENGINE_KEYS];
  return Object.keys(inputs)
    .filter((name) => inputs[name] !== undefined && !known.includes(name))
    .map((property) => ({
      property,
      reason:
        `the sandbox's stand-in for the kubernetes plugin does not follow ${JSON.stringify(property)}; ` +
        `it follows ${FOLLOWED.join(", ")}`,
    }));
}

/**
 * The configuration from the provider's inputs. Without `kubeconfig`: the `KUBECONFIG` variable, then
 * `~/.kube/config`, as kubectl looks.
 *
 * @throws when the kubeconfig cannot be read or has no such context. Its text is not in the message.
 */
export function readClusterConfiguration(inputs: Properties): ClusterConfiguration {
  const { kubeconfig: given, context, namespace, enableSecretMutable } = reveal(inputs);
  const kubeconfig = new KubeConfig();
  load(kubeconfig, typeof given === "string" ? given : "");
  if (typeof context === "string" && context !== "") {
    if (kubeconfig.getContextObject(context) === null) {
      throw new Error(`kubernetes:context ${JSON.stringify(context)} is not in the kubeconfig`);
    }
    kubeconfig.setCurrentContext(context);
  }
  if (kubeconfig.getCurrentCluster() === null) {
    throw new Error("kubernetes:kubeconfig names no cluster for its current context");
  }
  const ofContext = kubeconfig.getContextObject(kubeconfig.getCurrentContext())?.namespace;
  return {
    kubeconfig,
    namespace:
      typeof namespace === "string" && namespace !== "" ? namespace : (ofContext ?? "default"),
    secretsAreMutable: reveal(enableSecretMutable) === true || enableSecretMutable === "true",
  };
}

function load(kubeconfig: KubeConfig, given: string): void {
  try {
    if (given === "") kubeconfig.loadFromDefault();
    else if (given.includes("\n") || given.trimStart().startsWith("{"))
      kubeconfig.loadFromString(given);
    else kubeconfig.loadFromFile(given);
  } catch (error) {
    // A parser quotes what it could not read, and that may be a credential.
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new Error(
      missing
        ? `kubernetes:kubeconfig: there is no file ${JSON.stringify(given)}`
        : "kubernetes:kubeconfig is neither a readable kubeconfig nor the path of one",
    );
  }
}
