import * as pulumi from "@pulumi/pulumi";
import {
  type Authorization,
  type AuthorizationServer,
  adoptAuthorizationServer,
  createAuthorizationServer,
  DeliveredCredentials,
  type Neo4jRelease,
  type Neo4jReleaseArgs,
  ServiceAccount,
} from "../components/index.ts";
import { accountNote } from "./account-note.ts";
import type { Settings } from "./settings.ts";

/** The authorization server that the settings name: created, or read and compared with Okta. */
export async function authorizationServer(settings: Settings): Promise<AuthorizationServer> {
  const { authorizationServer: server, protect } = settings;
  // Another name than the created one's: under one name the engine would take a created server for
  // merely let go of when the stack moves to an adopted one, and leave it behind in Okta.
  if (server.kind === "adopted") return adoptAuthorizationServer("adopted-server", server);
  return createAuthorizationServer("authorization-server", server, { protect });
}

/** One service account for each in the settings, in their order; warns of expired ones. */
export function accounts(settings: Settings): ServiceAccount[] {
  return settings.accounts.map((account) => {
    if (account.expired) {
      pulumi.log.warn(
        `Account ${account.name} expired on ${account.expires}: its app is INACTIVE.`,
      );
    }
    const note = accountNote(account);
    return new ServiceAccount(account.name, {
      clientId: account.clientId,
      groups: account.groups,
      groupsAttribute: settings.claim.attribute,
      credential: account.credential,
      disabled: account.disabled,
      ...(note === undefined ? {} : { note }),
    });
  });
}

/** The arguments of the Neo4j server, which trusts what `authorization` issues. */
export function neo4jArgs(settings: Settings, authorization: Authorization): Neo4jReleaseArgs {
  const { neo4j } = settings;
  return {
    namespace: neo4j.namespace,
    createNamespace: neo4j.createNamespace,
    release: neo4j.release,
    license: neo4j.license,
    chart: withoutUndefined(neo4j.chart),
    providerId: neo4j.providerId,
    tokens: {
      issuer: authorization.issuer,
      discoveryUri: authorization.discoveryUri,
      audience: authorization.audience,
      groupsClaim: settings.claim.name,
      groups: settings.groups,
    },
    nativeLogin: neo4j.nativeLogin,
    otherProviders: neo4j.otherProviders,
    storage: withoutUndefined(neo4j.storage),
    resources: neo4j.resources,
    config: neo4j.config,
    values: neo4j.values,
    trustedCertificates: neo4j.trustedCertificates,
    timeoutSeconds: neo4j.timeoutSeconds,
  };
}

/** The Kubernetes Secrets of the accounts that ask for one. */
export function deliveries(
  settings: Settings,
  serviceAccounts: readonly ServiceAccount[],
  authorization: Authorization,
  neo4j: Neo4jRelease,
): DeliveredCredentials[] {
  return settings.accounts.flatMap(({ name, deliverTo }, index) => {
    const account = serviceAccounts[index];
    if (deliverTo === undefined || account?.clientSecret === undefined) return [];
    const own = deliverTo.namespace === settings.neo4j.namespace;
    return [
      new DeliveredCredentials(`${name}-delivery`, {
        namespace: own ? neo4j.namespace : deliverTo.namespace,
        secret: deliverTo.secret,
        clientId: account.clientId,
        clientSecret: account.clientSecret,
        tokenEndpoint: authorization.tokenEndpoint,
        scope: authorization.scope,
        audience: authorization.audience,
      }),
    ];
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out keys whose value is undefined, as exact optional properties demand. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Defined<T>;
}
