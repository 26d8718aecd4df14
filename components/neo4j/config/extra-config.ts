import type { Finding } from "../../../access/finding.ts";
import { type OidcTrust, oidcSettings } from "../../../access/oidc-settings.ts";
import { providerFaults } from "./providers.ts";
import { isKnownSettingName, oidcSettingName } from "./setting-names.ts";
import { secretFault, valueFault } from "./value.ts";

/** What extra Neo4j settings are compared with. */
export type ExtraConfigContext = Pick<OidcTrust, "providerId" | "nativeLogin" | "otherProviders">;

/**
 * Objections to Neo4j settings that a user adds to the derived ones: names that Neo4j would drop,
 * values that it would execute or misread, contradictions, and secrets, which a ConfigMap and the
 * Helm release would show in the clear.
 */
export function extraConfigFaults(
  config: Readonly<Record<string, string>>,
  context: ExtraConfigContext,
): Finding[] {
  return [
    ...Object.entries(config).flatMap(([name, value]) => settingFault(name, value, context) ?? []),
    ...providerFaults(config, context),
  ];
}

function settingFault(
  name: string,
  value: string,
  context: ExtraConfigContext,
): Finding | undefined {
  return (
    nameFault(name) ??
    chartFault(name) ??
    derivedFault(name, context) ??
    contradiction(name, value) ??
    secretFault(name, value) ??
    valueFault(name, value, context)
  );
}

function nameFault(name: string): Finding | undefined {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(name)) {
    return {
      code: "config-key",
      at: [name],
      message: "is no key of a ConfigMap",
      allowed: "1 to 253 letters, digits and - . _",
      fix: "correct the setting's name",
    };
  }
  if (isKnownSettingName(name)) return undefined;
  return {
    code: "config-unknown-name",
    at: [name],
    message: "is no Neo4j setting, and Neo4j would drop it without a word",
    allowed: "names from the list of Neo4j's configuration settings",
    fix: name.endsWith(".claims.audience") ? "call it audience" : "correct the setting's name",
  };
}

/** Settings that the official chart keeps to itself. */
function chartFault(name: string): Finding | undefined {
  const reasons: Record<string, [string, string]> = {
    "server.jvm.additional": ["is refused by the chart", "use values.jvm.additionalJvmArguments"],
    "server.default_listen_address": ["is fixed by the chart", "remove it"],
  };
  const reason = reasons[name];
  return (
    reason && {
      code: "config-chart",
      at: [name],
      message: reason[0],
      allowed: "settings that the chart passes on",
      fix: reason[1],
    }
  );
}

const OWN_EXTRAS = ["auth_flow", "config", "params"];

function derivedFault(name: string, context: ExtraConfigContext): Finding | undefined {
  const oidc = oidcSettingName(name);
  const ours = oidc?.provider === context.providerId;
  if (name in derivedNames(context) || (ours && !OWN_EXTRAS.includes(oidc.suffix))) {
    return {
      code: "config-derived",
      at: [name],
      message: "is derived by the program, so that Okta and Neo4j cannot disagree",
      allowed: `beside the derived settings, only ${OWN_EXTRAS.join(", ")} of oidc.${context.providerId}`,
      fix: "remove it, and change the setting of the stack that it follows from",
    };
  }
  return undefined;
}

function derivedNames(context: ExtraConfigContext): Record<string, string> {
  return oidcSettings({
    ...context,
    issuer: "",
    discoveryUri: "",
    audience: "",
    groupsClaim: "",
    groups: {},
  });
}

function contradiction(name: string, value: string): Finding | undefined {
  const contradictions: Record<string, [string, string]> = {
    "server.bolt.enabled": ["false", "would close the way in that the services take"],
    "dbms.security.auth_enabled": ["false", "would let everybody in"],
    "dbms.security.require_local_user": [
      "true",
      "would refuse service accounts, which have no local user",
    ],
  };
  const [bad, effect] = contradictions[name] ?? [];
  if (bad === undefined || value.trim().toLowerCase() !== bad) return undefined;
  return {
    code: "config-contradiction",
    at: [name],
    message: `is ${bad}, which ${effect}`,
    allowed: bad === "true" ? "false" : "true",
    fix: "remove it",
  };
}
