import { parseConfiguration } from "../../../neo4j/config/index.ts";
import type { Value } from "../../../neo4j/cypher/value.ts";
import {
  createSecurity,
  Neo4jError,
  type StartableSecurity,
  type Subject,
} from "../../../neo4j/security/index.ts";
import { NOW } from "./identity-provider.ts";

export const PASSWORD = "correct-horse-battery";

/** A database's security with a clock and a log that the test holds. */
export interface World {
  security: StartableSecurity;
  log: string[];
  clock: { now: number };
  /** Logs in with the break-glass password. */
  admin(): Promise<Subject>;
  /** `SHOW CURRENT USER` as user name and roles. */
  whoAmI(subject: Subject): Promise<unknown[]>;
  /** Runs a statement as the subject. */
  run(subject: Subject, statement: string, parameters?: Record<string, Value>): Promise<unknown>;
}

const PROVIDERS = {
  "dbms.security.authentication_providers": "oidc-okta,native",
  "dbms.security.authorization_providers": "oidc-okta,native",
};

/** Settings of the provider `okta` at this discovery URI. */
export function oktaAt(discoveryUri: string): Record<string, string> {
  return {
    ...PROVIDERS,
    "dbms.security.oidc.okta.well_known_discovery_uri": discoveryUri,
    "dbms.security.oidc.okta.audience": "api://default",
    "dbms.security.oidc.okta.claims.groups": "groups",
    "dbms.security.oidc.okta.authorization.group_to_role_mapping":
      '"neo4j_admin"=admin;"neo4j_reader"=reader;"neo4j_etl"=publisher,nonesuch',
  };
}

export async function startWorld(
  settings: Record<string, string>,
  options: {
    password?: string;
    edition?: "community";
    version?: string;
    fetch?: typeof fetch;
  } = {},
): Promise<World> {
  const clock = { now: NOW };
  const log: string[] = [];
  const security = createSecurity(
    parseConfiguration(new Map(Object.entries(settings)), {
      edition: options.edition ?? "enterprise",
      ...(options.version === undefined ? {} : { version: options.version }),
    }),
    {
      initialPassword: { password: options.password ?? PASSWORD, changeRequired: false },
      now: () => clock.now,
      fetch: options.fetch,
      log: (line) => log.push(line),
    },
  );
  await security.start();
  return {
    security,
    log,
    clock,
    admin: () =>
      security.login({
        scheme: "basic",
        principal: "neo4j",
        credentials: options.password ?? PASSWORD,
      }),
    whoAmI: async (subject) => {
      const table = await security.execute(
        subject,
        "SHOW CURRENT USER YIELD user, roles",
        new Map(),
      );
      return table?.rows[0] ?? [];
    },
    run: (subject, statement, parameters = {}) =>
      security.execute(subject, statement, new Map(Object.entries(parameters))),
  };
}

/** The refusal that a promise ends in, as code and message. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Neo4jError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it was not refused");
}

export const UNAUTHORIZED = {
  code: "Neo.ClientError.Security.Unauthorized",
  message: "The client is unauthorized due to authentication failure.",
};

export const TOKEN_EXPIRED = {
  code: "Neo.ClientError.Security.TokenExpired",
  message: "The client has provided an expired token. Please obtain a new token and retry.",
};
