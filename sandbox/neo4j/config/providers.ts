import { illegalConfiguration } from "./boot-error.ts";
import { checkComplete, type OidcProvider } from "./oidc-provider.ts";
import { isOlder } from "./release.ts";

export const AUTHENTICATION_PROVIDERS = "dbms.security.authentication_providers";
export const AUTHORIZATION_PROVIDERS = "dbms.security.authorization_providers";
const ABAC_PROVIDERS = "dbms.security.abac.authorization_providers";
/** The release since which auth rules hold for native users too. */
const NATIVE_ABAC = "2026.06";

export interface ProviderLists {
  /** `native` and `oidc-<id>`, in the order in which they are tried. */
  authentication: readonly string[];
  authorization: readonly string[];
  abac: readonly string[];
}

/**
 * Checks the three lists against the providers that have settings.
 *
 * @returns warnings about what is allowed but looks like a mistake
 * @throws BootError illegal-configuration
 */
export function checkProviders(
  lists: ProviderLists,
  providers: ReadonlyMap<string, OidcProvider>,
  version: string,
): string[] {
  checkList(AUTHENTICATION_PROVIDERS, lists.authentication, providers);
  checkList(AUTHORIZATION_PROVIDERS, lists.authorization, providers);
  for (const entry of lists.abac) {
    if (
      entry === "native" &&
      !isOlder(version, NATIVE_ABAC) &&
      lists.authorization.includes(entry)
    ) {
      continue;
    }
    const must = !providers.has(oidcId(entry) ?? "")
      ? "be a valid OIDC authorization provider"
      : !lists.authorization.includes(entry) && `exist in ${AUTHORIZATION_PROVIDERS}`;
    if (must) throw illegalConfiguration(`${ABAC_PROVIDERS} entries must ${must}.`, ABAC_PROVIDERS);
  }
  const used = new Set([...lists.authentication, ...lists.authorization]);
  const warnings: string[] = [];
  for (const provider of providers.values()) {
    if (used.has(`oidc-${provider.id}`)) checkComplete(provider);
    else {
      warnings.push(
        `Sandbox: provider 'oidc-${provider.id}' has settings but is in neither ${AUTHENTICATION_PROVIDERS} nor ${AUTHORIZATION_PROVIDERS}; they have no effect.`,
      );
    }
    warnings.push(...caseCollisions(provider));
  }
  return warnings;
}

function checkList(
  setting: string,
  entries: readonly string[],
  providers: ReadonlyMap<string, OidcProvider>,
): void {
  const refuse = (what: string) => illegalConfiguration(`${setting} names ${what}`, setting);
  if (entries.length === 0) throw refuse("no provider.");
  for (const [index, entry] of entries.entries()) {
    if (entries.indexOf(entry) !== index) throw refuse(`provider '${entry}' twice.`);
    if (entry === "native") continue;
    const id = oidcId(entry);
    if (id === undefined) {
      throw refuse(`provider '${entry}'; the sandbox has 'native' and 'oidc-<provider>' only.`);
    }
    if (!providers.has(id)) {
      throw refuse(`provider '${entry}', but there is no setting 'dbms.security.oidc.${id}.*'.`);
    }
  }
}

/** The id of `oidc-<id>`, or undefined if the entry is none. */
function oidcId(entry: string): string | undefined {
  return entry.startsWith("oidc-") ? entry.slice("oidc-".length) : undefined;
}

function caseCollisions(provider: OidcProvider): string[] {
  const groups = [...provider.groupToRole.keys()];
  return groups
    .filter((group, index) =>
      groups.slice(0, index).some((other) => other.toLowerCase() === group.toLowerCase()),
    )
    .map(
      (group) =>
        `Sandbox: provider 'oidc-${provider.id}' maps '${group}' and a group that differs from it in case only; the sandbox tells them apart, Neo4j may not.`,
    );
}
