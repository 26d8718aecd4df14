import { expect, test } from "vitest";
import { loopbackPastProxies, rehearsalEnvironment } from "../../run/environment.ts";

test.each([
  "OKTA_ORG_NAME",
  "OKTA_API_TOKEN",
  "OKTA_HTTP_PROXY",
  "OKTA_CLIENT_PROXY_HOST",
  "OKTA_VCR_TF_ACC",
  "MAX_API_CAPACITY",
  "TF_LOG",
  "KUBECONFIG",
  "KUBERNETES_SERVICE_HOST",
  "HELM_NAMESPACE",
  "HELM_DRIVER",
  "HELM_PLUGINS",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_BACKEND_URL",
  "PULUMI_CONFIG",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "PULUMI_DEBUG_PROVIDERS",
  "PULUMI_K8S_KUBECONFIG",
  "PULUMI_OPTION_TARGET",
  "PULUMI_STACK",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
])("takes %s away", (name) => {
  const changes = rehearsalEnvironment({ [name]: "the user's" });
  expect(Object.keys(changes)).toContain(name);
  expect(changes[name]).toBeUndefined();
});

test.each([
  "PULUMI_IGNORE_AMBIENT_PLUGINS",
  "HTTPS_PROXY",
  "https_proxy",
  "SSL_CERT_FILE",
  "NODE_EXTRA_CA_CERTS",
  "XDG_RUNTIME_DIR",
  "NEO4J_OKTA_HELM",
  "HELM",
  "PATH",
])("leaves %s alone", (name) => {
  expect(Object.keys(rehearsalEnvironment({ [name]: "the user's" }))).not.toContain(name);
});

test("keeps the user's own exceptions from proxies, and adds loopback once", () => {
  const value = "corp.example,127.0.0.1,.internal,localhost,::1";
  expect(
    loopbackPastProxies({ NO_PROXY: "corp.example, 127.0.0.1,", no_proxy: ".internal" }),
  ).toEqual({ NO_PROXY: value, no_proxy: value, no_grpc_proxy: value });
});

test("excepts loopback where no exceptions were", () => {
  expect(loopbackPastProxies({}).no_proxy).toBe("127.0.0.1,localhost,::1");
});
