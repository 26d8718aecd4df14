import type { Finding } from "../../../access/finding.ts";
import { providerList } from "../../../access/oidc-settings.ts";
import { readsAsRoleMapping } from "../../../access/role-mapping.ts";
import { mapSettingFault } from "./map-setting.ts";
import { oidcSettingName } from "./setting-names.ts";

/** A setting that carries a secret, which its ConfigMap would show. */
export function secretFault(name: string, value: string): Finding | undefined {
  const secret = /(password|secret)$/.test(name) || /(^|;)\s*client_secret=/i.test(value);
  if (!secret) return undefined;
  return {
    code: "config-secret",
    at: [name],
    message: "holds a secret, which a ConfigMap and the Helm release would show in the clear",
    allowed: "settings without secrets",
    fix: "keep it in a Kubernetes Secret; for LDAP use values.ldapPasswordFromSecret",
  };
}

/** A value that Neo4j would execute, or that its parser would refuse. */
export function valueFault(
  name: string,
  value: string,
  providers: Parameters<typeof providerList>[0],
): Finding | undefined {
  if (/^\s*\$\(/.test(value)) {
    return {
      code: "config-expansion",
      at: [name],
      message: 'begins with "$(": Neo4j would run it as a command',
      allowed: 'values that do not begin with "$("',
      fix: "write the value itself",
    };
  }
  const fault = /\p{Cc}/u.test(value)
    ? "holds a line break or control character"
    : (booleanFault(name, value) ?? abacFault(name, value, providers) ?? oidcFault(name, value));
  if (fault === undefined) return undefined;
  return {
    code: "config-value",
    at: [name],
    message: fault,
    allowed: "a value on one line that Neo4j's own parser accepts",
    fix: "correct the value",
  };
}

const BOOLEANS =
  /^dbms\.security\.([a-z_.]+_enabled|require_local_user|log_successful_authentication|auth_cache_use_ttl|oidc\.[^.]+\.get_[a-z]+_from_user_info)$/;

/** Neo4j reads a truth value as one of two words, and does not start on any other. */
function booleanFault(name: string, value: string): string | undefined {
  if (!BOOLEANS.test(name) || /^\s*(true|false)\s*$/i.test(value)) return undefined;
  return `is ${JSON.stringify(value)}, which is neither true nor false`;
}

function abacFault(
  name: string,
  value: string,
  providers: Parameters<typeof providerList>[0],
): string | undefined {
  if (name !== "dbms.security.abac.authorization_providers") return undefined;
  const usable = providerList(providers)
    .split(",")
    .filter((entry) => entry.startsWith("oidc-"));
  const wrong = value
    .split(",")
    .map((entry) => entry.trim())
    .find((entry) => !usable.includes(entry));
  return wrong === undefined
    ? undefined
    : `names ${JSON.stringify(wrong)}, which is not one of ${usable.join(", ")}`;
}

const MAPS = ["auth_params", "config", "params", "token_params"];

function oidcFault(name: string, value: string): string | undefined {
  const suffix = oidcSettingName(name)?.suffix;
  if (suffix === undefined) return undefined;
  if (MAPS.includes(suffix)) return mapSettingFault(suffix, value);
  if (suffix === "authorization.group_to_role_mapping") {
    return readsAsRoleMapping(value) ? undefined : "is no group-to-role mapping";
  }
  if (suffix === "auth_flow" && !/^\s*(pkce|implicit)\s*$/i.test(value)) {
    return `is ${JSON.stringify(value)}, which is neither PKCE nor IMPLICIT`;
  }
  const isUri = suffix.endsWith("_uri") || suffix.endsWith("_endpoint");
  return isUri && !/^https:\/\/\S+$/.test(value)
    ? `is ${JSON.stringify(value)}, which is not https`
    : undefined;
}
