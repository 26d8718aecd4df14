import { kubernetesPlugin } from "../../../../plugins/kubernetes/plugin.ts";
import { type Properties, Secret } from "../../../../plugins/protocol/values.ts";
import { blinded } from "../../fixtures.ts";
import { PluginClient, type Resource } from "../../plugin-client.ts";
import { FakeApiServer } from "../fake-api-server.ts";
import { FakeHelm } from "../fake-helm.ts";
import { kubeconfigFor } from "../kubeconfig.ts";

/** A plugin and the API server that it talks to. */
export class FakeCluster {
  readonly api = new FakeApiServer();
  readonly plugin = new PluginClient(kubernetesPlugin("4.34.2", new FakeHelm().factory));

  async start(): Promise<void> {
    await this.api.start();
    await this.plugin.start({ kubeconfig: new Secret(kubeconfigFor(this.api.url)) });
  }

  async stop(): Promise<void> {
    await this.plugin.stop();
    await this.api.stop();
  }
}

/** Outputs without what differs from cluster to cluster. */
export function withoutTheServers({ outputs }: Pick<Resource, "outputs">): Properties {
  const { __fieldManager: _manager, status: _status, spec: _spec, ...rest } = blinded(outputs);
  const {
    uid: _uid,
    resourceVersion: _version,
    managedFields: _fields,
    creationTimestamp: _time,
    labels: _labels,
    ...metadata
  } = rest.metadata as Properties;
  return { ...rest, metadata };
}
