import * as pulumi from "@pulumi/pulumi";
import type { AccessContract, AccountCredentials } from "../access/contract.ts";
import { issuerEndpoints, USERNAME_CLAIM } from "../access/oidc-settings.ts";
import type { AuthorizationServer, Neo4jRelease } from "../components/index.ts";
import type { DeclaredAccount } from "./declare.ts";
import type { Settings } from "./settings.ts";
import type { DeclaredSignIn } from "./sign-ins.ts";

/** The stack output `access`: what later tools read. */
export function accessContract(
  accounts: readonly DeclaredAccount[],
  settings: Settings,
  server: AuthorizationServer,
  signIns: readonly DeclaredSignIn[],
  neo4j: Neo4jRelease,
): pulumi.Output<AccessContract> {
  const { issuer, audience } = server;
  const { discoveryUri, tokenEndpoint } = pulumi.output(issuer).apply(issuerEndpoints);
  const { providerId, nativeLogin } = settings.neo4j;
  const { database } = settings;
  const { namespace, release, boltUri, httpUri } = neo4j;
  return pulumi.output({
    version: 1 as const,
    issuer,
    sharedServer: settings.authorizationServer.kind === "adopted",
    discoveryUri,
    tokenEndpoint,
    audience,
    scope: settings.scope,
    groupsClaim: settings.claim.name,
    usernameClaim: USERNAME_CLAIM,
    tokenLifetimeMinutes: settings.tokenLifetimeMinutes,
    groups: settings.groups,
    accounts: accounts.map(contractAccount),
    ...(signIns.length === 0 ? {} : { signIns: signIns.map(({ contract }) => contract) }),
    neo4j: { providerId, namespace, release, boltUri, httpUri, nativeLogin },
    ...(database === undefined ? {} : { database }),
  });
}

/** The stack output `credentials`, a secret. */
export function accountCredentials(
  accounts: readonly DeclaredAccount[],
): pulumi.Output<AccountCredentials> {
  const entries = accounts.flatMap(({ settings, component: { clientId, clientSecret } }) =>
    clientSecret === undefined ? [] : [[settings.name, { clientId, clientSecret }] as const],
  );
  return pulumi.secret(pulumi.output(Object.fromEntries(entries)));
}

function contractAccount({ settings, component }: DeclaredAccount) {
  const { name, groups, roles, owner, disabled, credential } = settings;
  return {
    name,
    clientId: component.clientId,
    credential: credential.kind,
    groups,
    roles,
    ...(owner === undefined ? {} : { owner }),
    ...("isRotated" in credential ? { rotation: true as const } : {}),
    disabled,
  };
}
