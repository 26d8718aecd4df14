import { writeFile } from "node:fs/promises";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { ControlPlane } from "../../kubernetes/control-plane/control-plane.ts";
import { MERGE_PATCH } from "../../kubernetes/node/api.ts";
import { SandboxNode } from "../../kubernetes/node/node.ts";
import { NODE_NAME } from "../../kubernetes/node/node-object.ts";
import { locateToolchain } from "../../toolchain/index.ts";
import { startKubelet } from "./kubelet.ts";

// A cluster on its own, as a user's is: it knows nothing of a run. Its kubeconfig goes into the file
// that is the only argument; the cluster ends with SIGTERM.
const plane = new ControlPlane({ binaries: await locateToolchain() });
await plane.start();
const { kubeconfig } = plane;
const node = new SandboxNode({ kubeconfig });
await node.start();

const config = new KubeConfig();
config.loadFromString(kubeconfig);
const api = config.makeApiClient(CoreV1Api);
const kubelet = await startKubelet(api, node);
const status = {
  daemonEndpoints: { kubeletEndpoint: { Port: kubelet.port } },
  // Without the node's name, by which the API server would look for it first.
  addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
};
await api.patchNodeStatus({ name: NODE_NAME, body: { status } }, MERGE_PATCH);
await writeFile(process.argv[2] ?? "", kubeconfig, { mode: 0o600 });
console.log("ready");

process.once("SIGTERM", async () => {
  kubelet.stop();
  await node.stop();
  await plane.stop();
  process.exit(0);
});
