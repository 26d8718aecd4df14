import { core, helm } from "@pulumi/kubernetes";
import { app } from "@pulumi/okta";
import { Config } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";

const config = new Config();
const label = config.require("label");

const client = new app.OAuth(label, {
  label,
  type: "service",
  grantTypes: ["client_credentials"],
  responseTypes: ["token"],
  tokenEndpointAuthMethod: "client_secret_basic",
  skipAuthenticationPolicy: true,
});

const password = new RandomPassword("password", { length: 20, special: false });
const namespace = new core.v1.Namespace("graph", { metadata: { name: "graph" } });
new helm.v3.Release("graph", {
  name: "graph",
  namespace: namespace.metadata.name,
  ...chart(config.getObject<{ path: string }>("chart")),
  values: {
    neo4j: {
      name: "graph",
      edition: "enterprise",
      acceptLicenseAgreement: "eval",
      password: password.result,
    },
    volumes: { data: { mode: "defaultStorageClass" } },
    services: { neo4j: { enabled: false } },
  },
});

function chart(local: { path: string } | undefined) {
  if (local !== undefined) return { chart: local.path };
  return { chart: "neo4j", repositoryOpts: { repo: "https://helm.neo4j.com/neo4j" } };
}

export const { clientId } = client;
export const nativePassword = password.result;
