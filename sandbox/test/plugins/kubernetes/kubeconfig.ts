/** A kubeconfig for an API server at a URL, with a token. */
export function kubeconfigFor(server: string, namespace?: string): string {
  const context = { cluster: "c", user: "u", ...(namespace === undefined ? {} : { namespace }) };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "one",
    contexts: [
      { name: "one", context },
      { name: "two", context: { cluster: "c", user: "u", namespace: "second" } },
    ],
    clusters: [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { token: "cluster-token" } }],
  });
}
