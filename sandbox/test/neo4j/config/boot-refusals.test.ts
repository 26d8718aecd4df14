import { describe, expect, test } from "vitest";
import { BootError, parseConfiguration } from "../../../neo4j/config/index.ts";
import { MAPPING, OKTA } from "./boot-refusal.ts";
import { REFUSED_CONFIGURATIONS } from "./refused-configurations.ts";
import { REFUSED_VALUES } from "./refused-values.ts";

const DISCOVERY = "https://org.okta.com/oauth2/default/.well-known/openid-configuration";

/** A configuration that boots; each case spoils it in one place. */
const GOOD: Record<string, string> = {
  "dbms.security.authentication_providers": "oidc-okta,native",
  "dbms.security.authorization_providers": "oidc-okta,native",
  [`${OKTA}.well_known_discovery_uri`]: DISCOVERY,
  [`${OKTA}.audience`]: "api://default",
  [`${OKTA}.claims.groups`]: "groups",
  [MAPPING]: '"neo4j_admin"=admin',
};

function boot(changes: Record<string, string | undefined>): BootError | undefined {
  const entries = Object.entries({ ...GOOD, ...changes });
  const raw = new Map(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  try {
    parseConfiguration(raw as Map<string, string>, { version: "2026.04.0" });
    return undefined;
  } catch (error) {
    if (error instanceof BootError) return error;
    throw error;
  }
}

describe("the boot is refused on", () => {
  test("nothing, if the configuration is good", () => {
    expect(boot({})).toBeUndefined();
  });

  test.each([...REFUSED_CONFIGURATIONS, ...REFUSED_VALUES])("%s", (_, changes, code, message) => {
    const refused = boot(changes);
    expect({ code: refused?.code, message: refused?.message }).toEqual({ code, message });
  });

  test("a bad value even where strict validation is off", () => {
    const refused = boot({
      "server.config.strict_validation.enabled": "false",
      "dbms.security.require_local_user": "yes",
    });
    expect(refused?.code).toBe("invalid-value");
    expect(refused?.setting).toBe("dbms.security.require_local_user");
  });
});
