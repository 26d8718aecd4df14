import type { Finding } from "../../../access/finding.ts";
import { providerList } from "../../../access/oidc-settings.ts";
import { isSecretSetting } from "../../../access/secret-text.ts";
import type { ProviderContext } from "./providers.ts";
import type { Facts } from "./settings/facts.ts";
import { typeFault } from "./types.ts";

/** What is wrong with one setting or text; where it stands is known to the caller. */
export type Objection = Omit<Finding, "at">;

/** A setting that carries a secret, which its ConfigMap would show. */
export function secretFinding(name: string, value: string): Objection | undefined {
  if (!isSecretSetting(name, value)) return undefined;
  return {
    code: "config-secret",
    message: "holds a secret, which a ConfigMap and the Helm release would show in the clear",
    allowed: "settings without secrets",
    fix: "keep it in a Kubernetes Secret; for LDAP use `values.ldapPasswordFromSecret`",
  };
}

/** A text that Neo4j would run as a command, or that is no line, whatever the setting. */
export function textFinding(value: string): Objection | undefined {
  if (/^\s*\$\(/.test(value)) {
    return {
      code: "config-expansion",
      message: 'begins with "$(": Neo4j would run it as a command',
      allowed: 'values that do not begin with "$("',
      fix: "write the value itself",
    };
  }
  return /\p{Cc}/u.test(value) ? refused("holds a line break or control character") : undefined;
}

/** A value that Neo4j's parser of this setting would refuse. */
export function valueFinding(
  name: string,
  facts: Facts,
  value: string,
  providers: ProviderContext,
): Objection | undefined {
  const fault = typeFault(facts, value) ?? abacFault(name, value, providers);
  return fault === undefined ? undefined : refused(fault);
}

function refused(message: string): Objection {
  return {
    code: "config-value",
    message,
    allowed: "a value on one line that Neo4j's own parser accepts",
    fix: "correct the value",
  };
}

function abacFault(name: string, value: string, providers: ProviderContext): string | undefined {
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
