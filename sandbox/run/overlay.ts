import { SandboxError } from "../errors.ts";
import type { Project } from "./project.ts";

/** Where the rehearsal's providers go instead of the user's org and cluster. */
export interface Endpoints {
  oktaUrl: string;
  oktaAccessToken: string;
  kubeconfig: string;
  /** Folder of the chart to install; undefined: whatever the stack's settings say. */
  chartPath?: string;
}

export interface StackConfig {
  plain: Record<string, unknown>;
  secret: Record<string, string>;
}

const PROVIDERS = ["okta", "kubernetes", "random"];

/**
 * The stack's own config with only the endpoints and credentials of the providers replaced.
 *
 * @throws SandboxError when a value is encrypted: the sandbox does not have the stack's key.
 */
export function overlayConfig(project: Project, endpoints: Endpoints): StackConfig {
  const plain: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(project.config)) {
    if (PROVIDERS.includes(key.split(":", 1)[0] ?? "")) continue;
    refuseEncrypted(project, key, value);
    plain[key] = value;
  }
  if (endpoints.chartPath !== undefined) {
    const key = `${project.name}:neo4j`;
    const neo4j = asMapping(plain[key]);
    const { repository: _repository, version: _version, ...chart } = asMapping(neo4j.chart);
    plain[key] = { ...neo4j, chart: { ...chart, path: endpoints.chartPath } };
  }
  plain["okta:httpProxy"] = endpoints.oktaUrl;
  return {
    plain,
    secret: {
      "okta:accessToken": endpoints.oktaAccessToken,
      "kubernetes:kubeconfig": endpoints.kubeconfig,
    },
  };
}

function refuseEncrypted(project: Project, path: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value) && typeof (value as { secure?: unknown }).secure === "string") {
    throw new SandboxError(
      "setting-encrypted",
      `Pulumi.${project.stack}.yaml: ${path} is encrypted with the stack's key, which the sandbox does not have. ` +
        "Rehearse with a copy of the stack that holds a plain stand-in value there (--stack NAME).",
    );
  }
  for (const [key, child] of Object.entries(value)) {
    refuseEncrypted(project, `${path}.${key}`, child);
  }
}

function asMapping(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
