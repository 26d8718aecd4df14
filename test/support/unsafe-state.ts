import { deployedState, type ExportedState } from "./recorded-state.ts";

/**
 * Mandatory rules that a preview in the sandbox cannot break: the provider has no argument for it, the
 * stand-in plugin has no such resource, or puts in what is missing, and secrets are not told from other texts.
 */
export const UNSEEN_IN_PREVIEWS = [
  "chart-version-pinned",
  "dpop-not-required",
  "no-secret-in-outputs",
  "public-services",
];

/** A deployed stack in which all of them are broken. */
export function unsafeState(): ExportedState {
  const state = deployedState();
  const { resources } = state.deployment;
  for (const { type, inputs = {}, outputs = {} } of resources) {
    if (type === "okta:app/oAuth:OAuth") inputs.dpopBoundAccessTokens = true;
    if (type === "kubernetes:helm.sh/v3:Release") delete inputs.version;
    if (type === "pulumi:pulumi:Stack") outputs.password = "s3cr3t";
  }
  const spec = { type: "LoadBalancer", ports: [{ port: 7474 }] };
  const service = { type: "kubernetes:core/v1:Service", inputs: { spec }, outputs: { spec } };
  resources.push({
    ...service,
    urn: "urn:pulumi:test::neo4j-okta::kubernetes:core/v1:Service::public",
  });
  return state;
}
