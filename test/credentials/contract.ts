import type { AccessContract } from "../../access/contract.ts";

/** A client secret with characters that want quotes. */
export const SECRET = "hush-hush'\"$";

/** One account of the contract; `resting` is disabled. */
export function account(
  name: string,
  credential: AccessContract["accounts"][number]["credential"],
) {
  return {
    name,
    clientId: `${name}-id`,
    credential,
    groups: ["r"],
    roles: ["reader"],
    disabled: name === "resting",
  };
}

export const CONTRACT: AccessContract = {
  version: 1,
  issuer: "https://example.okta.com/oauth2/default",
  discoveryUri: "https://example.okta.com/oauth2/default/.well-known/openid-configuration",
  tokenEndpoint: "https://example.okta.com/oauth2/default/v1/token",
  audience: "api://neo4j",
  scope: "neo4j_groups",
  groupsClaim: "groups",
  usernameClaim: "sub",
  tokenLifetimeMinutes: 15,
  groups: { r: ["reader"] },
  accounts: [
    account("price-reader", "client_secret_basic"),
    account("etl-loader", "private_key_jwt"),
    account("resting", "private_key_jwt"),
  ],
  neo4j: {
    providerId: "okta",
    namespace: "neo4j",
    release: "neo4j",
    boltUri: "neo4j://neo4j.neo4j.svc.cluster.local:7687",
    httpUri: "http://neo4j.neo4j.svc.cluster.local:7474",
    nativeLogin: true,
  },
};
