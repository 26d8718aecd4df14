import type { AccessAccount } from "../../access/contract.ts";
import { issuerEndpoints } from "../../access/oidc-settings.ts";
import type { Neo4j } from "../../neo4j-client/client.ts";
import type { AccountContext } from "../../verify/checks/context.ts";

const ISSUER = "https://example.okta.com/oauth2/default";

/** The account of {@link accountContext}. */
export const ACCOUNT: AccessAccount = {
  name: "dashboard",
  clientId: "dashboard",
  credential: "client_secret_basic",
  groups: ["neo4j_reader"],
  roles: ["reader"],
  disabled: false,
};

/** What a check works with, for one account; whatever a test does not replace refuses to work. */
export function accountContext(changes: Partial<AccountContext> = {}): AccountContext {
  return {
    contract: {
      version: 1,
      sharedServer: false,
      issuer: ISSUER,
      ...issuerEndpoints(ISSUER),
      audience: "api://default",
      scope: "neo4j_groups",
      groupsClaim: "groups",
      usernameClaim: "sub",
      tokenLifetimeMinutes: 60,
      groups: { neo4j_reader: ["reader"] },
      accounts: [ACCOUNT],
      neo4j: {
        providerId: "okta-backend",
        namespace: "neo4j",
        release: "neo4j",
        boltUri: "bolt://neo4j.example.com:7687",
        httpUri: "http://neo4j.example.com:7474",
        nativeLogin: true,
      },
    },
    account: ACCOUNT,
    tokens: { missing: "no tokens in this test" },
    fetch: async (url) => {
      throw new Error(`unexpected request to ${String(url)}`);
    },
    timeout: 1000,
    trustedHosts: [],
    acceptShared: false,
    now: () => 1_800_000_000_000,
    delay: async () => {
      throw new Error("unexpected wait");
    },
    neo4j: fakeNeo4j({}),
    evidence: {},
    ...changes,
  };
}

/** A database that answers as given and refuses everything else. */
export function fakeNeo4j(answers: Partial<Neo4j>): Neo4j {
  return {
    currentUser: async () => {
      throw new Error("unexpected login");
    },
    run: async (_auth, statement) => {
      throw new Error(`unexpected statement ${statement}`);
    },
    ...answers,
  };
}
