import * as pulumi from "@pulumi/pulumi";
import type { AccessAccount, AccessContract, AccountCredentials } from "../access/contract.ts";
import { USERNAME_CLAIM } from "../access/oidc-settings.ts";
import type { Authorization, Neo4jRelease, ServiceAccount } from "../components/index.ts";
import { type Values, valueAt } from "../components/neo4j/values/values.ts";
import type { AccountSettings, Settings } from "./settings.ts";

/** The stack output `access`: what later tools read. */
export function accessContract(
  settings: Settings,
  serviceAccounts: readonly ServiceAccount[],
  authorization: Authorization,
  neo4j: Neo4jRelease,
): pulumi.Output<AccessContract> {
  const { issuer, discoveryUri, tokenEndpoint, audience, scope } = authorization;
  const clientIds = pulumi.all(serviceAccounts.map(({ clientId }) => clientId));
  const { namespace, release } = neo4j;
  return pulumi
    .all([
      pulumi.output({ issuer, discoveryUri, tokenEndpoint, audience, scope }),
      clientIds,
      pulumi.output({ namespace, release }),
    ])
    .apply(([tokens, ids, where]) => ({
      version: 1 as const,
      ...tokens,
      groupsClaim: settings.claim.name,
      usernameClaim: USERNAME_CLAIM,
      tokenLifetimeMinutes: settings.tokenLifetimeMinutes,
      groups: settings.groups,
      accounts: settings.accounts.map((account, index) =>
        contractAccount(account, ids[index] ?? account.clientId),
      ),
      neo4j: contractNeo4j(settings, where.namespace, where.release),
    }));
}

/** The stack output `credentials`, a secret. */
export function accountCredentials(
  settings: Settings,
  serviceAccounts: readonly ServiceAccount[],
): pulumi.Output<AccountCredentials> {
  const entries = settings.accounts.flatMap(({ name }, index) => {
    const account = serviceAccounts[index];
    if (account?.clientSecret === undefined) return [];
    return [[name, { clientId: account.clientId, clientSecret: account.clientSecret }] as const];
  });
  return pulumi.secret(pulumi.output(Object.fromEntries(entries)));
}

function contractAccount(account: AccountSettings, clientId: string): AccessAccount {
  const { name, groups, roles, owner, disabled, credential } = account;
  return {
    name,
    clientId,
    credential: credential.kind === "client_secret" ? "client_secret_basic" : "private_key_jwt",
    groups,
    roles,
    ...(owner === undefined ? {} : { owner }),
    disabled,
  };
}

function contractNeo4j(
  settings: Settings,
  namespace: string,
  release: string,
): AccessContract["neo4j"] {
  const { providerId, nativeLogin, values } = settings.neo4j;
  const host = `${release}.${namespace}.svc.cluster.local`;
  return {
    providerId,
    namespace,
    release,
    boltUri: `${servesTls(values, "bolt") ? "neo4j+s" : "neo4j"}://${host}:7687`,
    httpUri: servesTls(values, "https") ? `https://${host}:7473` : `http://${host}:7474`,
    nativeLogin,
  };
}

/** The chart turns TLS on for a connector when it is given the Secret of its private key. */
function servesTls(values: Values, connector: "bolt" | "https"): boolean {
  const secret = valueAt(values, ["ssl", connector, "privateKey", "secretName"]);
  return typeof secret === "string" && secret !== "";
}
