import type { Fault } from "../../access/fault.ts";
import { PROVIDER_ID_ALLOWED, PROVIDER_ID_PATTERN } from "../../access/provider-id.ts";
import { formatRoleMapping, RoleMappingError } from "../../access/role-mapping.ts";
import { extraConfigFaults } from "./config/extra-config.ts";
import { valueFault } from "./config/value.ts";
import { type Neo4jReleaseArgs, Neo4jReleaseError } from "./release-args.ts";
import { valueFaults } from "./values/faults.ts";

/** The arguments about providers, with their defaults. */
export function providers(args: Neo4jReleaseArgs) {
  return {
    providerId: args.providerId ?? "okta-backend",
    nativeLogin: args.nativeLogin ?? true,
    otherProviders: args.otherProviders ?? [],
  };
}

/**
 * Refuses arguments that contradict what the component derives, or that Neo4j would misread,
 * whoever uses it and before its first resource.
 *
 * @throws {Neo4jReleaseError} naming every fault.
 */
export function refuseFaults(args: Neo4jReleaseArgs): void {
  const trust = (args.trustedCertificates ?? []).length > 0;
  const faults = [
    ...providerIdFaults(providers(args).providerId),
    ...tokenFaults(args),
    ...extraConfigFaults(args.config ?? {}, providers(args)),
    ...valueFaults(args.values ?? {}, { trust }),
  ];
  if (faults.length > 0) throw new Neo4jReleaseError(faults);
}

function providerIdFaults(id: string): Fault[] {
  if (PROVIDER_ID_PATTERN.test(id)) return [];
  return [
    {
      code: "provider-id",
      at: ["providerId"],
      message: "is no id of a provider",
      allowed: PROVIDER_ID_ALLOWED,
      fix: "use a lower-case letter, then lower-case letters, digits and -",
    },
  ];
}

/** What is known already; the rest comes from Okta. */
function tokenFaults(args: Neo4jReleaseArgs): Fault[] {
  const { tokens } = args;
  const texts = (["issuer", "discoveryUri", "audience", "groupsClaim"] as const).flatMap((key) => {
    const value = tokens[key];
    const fault = typeof value === "string" ? valueFault(key, value, providers(args)) : undefined;
    return fault === undefined ? [] : [{ ...fault, at: ["tokens", key] }];
  });
  return [...texts, ...mappingFaults(tokens.groups)];
}

function mappingFaults(groups: Neo4jReleaseArgs["tokens"]["groups"]): Fault[] {
  try {
    formatRoleMapping(groups);
    return [];
  } catch (error) {
    if (!(error instanceof RoleMappingError)) throw error;
    return [
      {
        code: error.code,
        at: ["tokens", "groups"],
        message: `cannot be written: ${error.message}`,
        allowed: "groups and roles that Neo4j's mapping can hold",
        fix: "rename the group or the role",
      },
    ];
  }
}
