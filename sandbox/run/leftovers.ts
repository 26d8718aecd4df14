import type { CoreV1Api } from "@kubernetes/client-node";
import { SandboxError } from "../errors.ts";
import type { Org } from "../okta/org.ts";
import { type Declared, presentObjects } from "./declared.ts";
import type { World } from "./world.ts";

/**
 * What org and cluster hold that a stack may have made, one line per object.
 *
 * @param declared what is looked for in the cluster. Default: every Helm release
 */
export async function inventory({ okta, api }: World, declared?: Declared): Promise<string[]> {
  const objects = declared ? await presentObjects(api, declared) : await helmReleases(api);
  return [...oktaInventory(okta.org), ...objects];
}

/** What was put into the org, one line per object, e.g. `app etl-loader`. */
export function oktaInventory(org: Org): string[] {
  const lines = [
    ...[...org.apps.values()].map(({ label }) => `app ${label}`),
    ...[...org.apps.values()].flatMap(({ label, grants }) =>
      grants.map(({ scopeId }) => `API scope ${scopeId} of ${label}`),
    ),
    ...[...org.groups.values()].map(({ profile }) => `group ${profile.name}`),
    ...[...org.adminRoles.values()].map(({ label }) => `role ${label}`),
    ...[...org.clientRoles.values()].map(({ label, clientId }) => `role ${label} of ${clientId}`),
    ...[...org.resourceSets.values()].map(({ label }) => `resource set ${label}`),
    ...[...org.trustedOrigins.values()].map(({ name }) => `trusted origin ${name}`),
  ];
  for (const server of org.authorizationServers.values()) {
    lines.push(`authorization server ${server.name}`);
    for (const { name } of server.scopes.filter(declared))
      lines.push(`scope ${name} of ${server.name}`);
    for (const { name } of server.claims.filter(declared))
      lines.push(`claim ${name} of ${server.name}`);
    for (const policy of server.policies) {
      lines.push(`policy ${policy.name} of ${server.name}`);
      for (const { name } of policy.rules) lines.push(`rule ${name} of ${policy.name}`);
    }
  }
  return lines.sort();
}

/** Whether an object is not one that Okta gives to every server. */
const declared = ({ system }: { system: boolean }) => !system;

/** Helm keeps one Secret per revision of a release; the releases that have one, in words. */
async function helmReleases(api: CoreV1Api): Promise<string[]> {
  const fieldSelector = "type=helm.sh/release.v1";
  const { items } = await api.listSecretForAllNamespaces({ fieldSelector });
  const names = items.map(({ metadata }) => {
    return `Helm release ${metadata?.namespace}/${metadata?.labels?.name ?? "?"}`;
  });
  return [...new Set(names)].sort();
}

/** Refuses a destroy after which something is there that was not there before the run. */
export function assertNothingLeft(before: readonly string[], after: readonly string[]): void {
  const left = after.filter((line) => !before.includes(line));
  if (left.length === 0) return;
  throw new SandboxError(
    "leftovers",
    `pulumi destroy succeeded, but this is still there: ${left.join("; ")}. The program or a provider forgets to delete it.`,
  );
}
