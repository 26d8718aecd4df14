import { rotateKeys } from "@neo4j-okta/sandbox/okta";
import neo4j, { type Driver } from "neo4j-driver";
import { TokenClient } from "../../tokens/client.ts";
import { bearerTokens } from "../../tokens/driver.ts";
import type { World } from "./world.ts";

/** A service as its owners would write it: the token client plugged into the official driver. */
export interface Service {
  driver: Driver;
  /** Runs one query; a failure is kept, not thrown. */
  query(): Promise<void>;
  readonly answered: number;
  readonly failures: unknown[];
  close(): Promise<void>;
}

export function startService(world: World, account: string): Service {
  const { issuer, tokenEndpoint, scope, neo4j: database } = world.contract;
  const tokens = new TokenClient({
    issuer,
    tokenEndpoint,
    scope,
    clientId: account,
    credential: { kind: "client_secret_basic", clientSecret: world.secrets[account] ?? "" },
  });
  const driver = neo4j.driver(database.boltUri, bearerTokens(tokens), { telemetryDisabled: true });
  const failures: unknown[] = [];
  let answered = 0;
  return {
    driver,
    failures,
    get answered() {
      return answered;
    },
    query: async () => {
      try {
        const { records } = await driver.executeQuery(
          "SHOW CURRENT USER",
          {},
          { database: "system" },
        );
        if (records[0]?.get("user") !== account) throw new Error("another user");
        answered += 1;
      } catch (error) {
        failures.push(error);
      }
    },
    close: () => driver.close(),
  };
}

/** Has Okta issue tokens that live for so many seconds, which no org would allow. */
export function issueTokensFor(world: World, seconds: number): void {
  for (const rule of world.policy.rules) {
    rule.actions.token.accessTokenLifetimeMinutes = seconds / 60;
  }
}

export async function rotate(world: World): Promise<void> {
  await rotateKeys(world.okta.org, world.server);
}

/** Tokens that Okta issued. */
export function tokensIssued(world: World): number {
  return world.okta.log.entries.filter(
    ({ path, status }) => path.endsWith("/v1/token") && status === 200,
  ).length;
}
