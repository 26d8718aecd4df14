import { ApiException, KubeConfig, VersionApi } from "@kubernetes/client-node";
import { NodeError } from "./node-error.ts";

/**
 * Reads a kubeconfig. What is wrong with a bad one is not repeated, since it would show parts of the
 * text, and with them credentials.
 * @throws NodeError KUBECONFIG_INVALID
 */
export function readKubeconfig(text: string): KubeConfig {
  const kubeConfig = new KubeConfig();
  try {
    kubeConfig.loadFromString(text);
  } catch {
    throw invalid("it is not YAML of that form");
  }
  if (!kubeConfig.getCurrentCluster()) throw invalid("its current context has no cluster");
  return kubeConfig;
}

/**
 * Asks the API server for its version, with the kubeconfig's credentials.
 * @throws NodeError CLUSTER_UNREACHABLE
 */
export async function assertReachable(kubeConfig: KubeConfig): Promise<void> {
  try {
    await kubeConfig.makeApiClient(VersionApi).getCode();
  } catch (error) {
    const cause = error instanceof ApiException ? `it answers ${error.code}` : reasonOf(error);
    throw new NodeError(
      "CLUSTER_UNREACHABLE",
      `The cluster of the kubeconfig, ${kubeConfig.getCurrentCluster()?.server}, cannot be used: ${cause}. ` +
        `Check that it runs and that the kubeconfig's current context is the right one.`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? reasonOf(error.cause) : "";
  return cause === "" ? error.message : `${error.message} (${cause})`;
}

function invalid(why: string): NodeError {
  return new NodeError(
    "KUBECONFIG_INVALID",
    `The kubeconfig cannot be used: ${why}. \`kubectl config view\` shows whether it is one.`,
  );
}
