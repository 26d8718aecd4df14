import type { Finding } from "../../../access/finding.ts";
import { oidcSettings } from "../../../access/oidc-settings.ts";
import { lookUp, type NameVerdict, oidcSettingName, settingsOf } from "./names.ts";
import { type ProviderContext, providerFindings } from "./providers.ts";
import { type Objection, secretFinding, textFinding, valueFinding } from "./value.ts";

/** What extra Neo4j settings are compared with. */
interface ConfigContext extends ProviderContext {
  /** Version of Neo4j that the chart carries; undefined if it cannot be known before. */
  version?: string | undefined;
}

/**
 * Objections to Neo4j settings that a user adds to the derived ones: names that this Neo4j does not
 * know, values that it would execute or misread, contradictions, and secrets, which a ConfigMap and
 * the Helm release would show in the clear.
 */
export function configFindings(
  config: Readonly<Record<string, string>>,
  context: ConfigContext,
): Finding[] {
  const settings = Object.entries(config).flatMap(([name, value]) => {
    const finding = settingFinding(name, value, context);
    return finding === undefined ? [] : [{ ...finding, at: [name] }];
  });
  return [...settings, ...providerFindings(config, context)];
}

function settingFinding(
  name: string,
  value: string,
  context: ConfigContext,
): Objection | undefined {
  if (!/^[-._a-zA-Z0-9]{1,253}$/.test(name)) {
    return {
      code: "config-key",
      message: "is no key of a ConfigMap",
      allowed: "1 to 253 letters, digits and - . _",
      fix: "correct the setting's name",
    };
  }
  const found = lookUp(name, context.version);
  if (!("facts" in found)) return nameFinding(name, found, context.version);
  return (
    chartFinding(name) ??
    derivedFinding(name, context) ??
    contradiction(name, value) ??
    secretFinding(name, value) ??
    textFinding(value) ??
    valueFinding(name, found.facts, value, context)
  );
}

function nameFinding(
  name: string,
  absent: Exclude<NameVerdict, { facts: unknown }>,
  version: string | undefined,
): Objection {
  const common = { code: "config-unknown-name", allowed: settingsOf(version) };
  if ("other" in absent) {
    return {
      ...common,
      message: `is a setting ${absent.other}, and the chart carries ${version}`,
      fix: "remove it, or take a chart of such a release",
    };
  }
  const grouped = oidcSettingName(name) !== undefined;
  return {
    ...common,
    message: `is no Neo4j setting, and Neo4j would ${grouped ? "drop it without a word" : "not start"}`,
    fix: absent.meant === undefined ? "remove it, or correct its name" : `write ${absent.meant}`,
  };
}

/** Settings that the official chart keeps to itself. */
function chartFinding(name: string): Objection | undefined {
  const reasons: Record<string, [string, string]> = {
    "server.jvm.additional": ["is refused by the chart", "use `values.jvm.additionalJvmArguments`"],
    "server.default_listen_address": ["is fixed by the chart", "remove it"],
  };
  const reason = reasons[name];
  if (reason === undefined) return undefined;
  const [message, fix] = reason;
  return { code: "config-chart", message, allowed: "settings that the chart passes on", fix };
}

const OWN_EXTRAS = ["auth_flow", "config", "params"];

function derivedFinding(name: string, context: ConfigContext): Objection | undefined {
  const oidc = oidcSettingName(name);
  if (context.signIns?.some(({ providerId }) => providerId === oidc?.provider)) {
    return {
      code: "config-derived",
      message: "is derived by the program from the sign-in of this id",
      allowed: "settings of providers that are no sign-in of the stack",
      fix: "remove it, and change the sign-in",
    };
  }
  const ours = oidc !== undefined && oidc.provider === context.providerId;
  if (!(name in derivedNames(context)) && (!ours || OWN_EXTRAS.includes(oidc.suffix))) {
    return undefined;
  }
  return {
    code: "config-derived",
    message: "is derived by the program, so that Okta and Neo4j cannot disagree",
    allowed: `beside the derived settings, only ${OWN_EXTRAS.join(", ")} of oidc.${context.providerId}`,
    fix: "remove it, and change the setting of the stack that it follows from",
  };
}

function derivedNames({ providerId, ...context }: ConfigContext): Record<string, string> {
  const others = { ...context, signIns: [] };
  if (providerId === undefined) return oidcSettings(others);
  return oidcSettings({
    ...others,
    providerId,
    issuer: "",
    discoveryUri: "",
    audience: "",
    groupsClaim: "",
    groups: {},
  });
}

/** Values that Neo4j takes, and with which the declared logins would not work as declared. */
const CONTRADICTIONS: Readonly<Record<string, [value: string, effect: string]>> = {
  "server.bolt.enabled": ["false", "would close the way in that the services take"],
  "dbms.security.auth_enabled": ["false", "would let everybody in"],
  "dbms.security.require_local_user": [
    "true",
    "would refuse service accounts that are no local users",
  ],
};

function contradiction(name: string, value: string): Objection | undefined {
  const contradiction = CONTRADICTIONS[name];
  if (contradiction === undefined) return undefined;
  const [bad, effect] = contradiction;
  if (value.trim().toLowerCase() !== bad) return undefined;
  return {
    code: "config-contradiction",
    message: `is ${bad}, which ${effect}`,
    allowed: bad === "true" ? "false" : "true",
    fix: "remove it",
  };
}
