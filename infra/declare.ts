import * as pulumi from "@pulumi/pulumi";
import { accountNote } from "../access/account-note.ts";
import { valueAt } from "../access/tree.ts";
import {
  type Authorization,
  DatabaseScript,
  DeliveredCredentials,
  type Neo4jRelease,
  type Neo4jReleaseArgs,
  ServiceAccount,
} from "../components/index.ts";
import { scriptOf } from "../database/script.ts";
import { lockoutGuard } from "./lockout-guard.ts";
import type { AccountSettings, Settings } from "./settings.ts";
import type { DeclaredSignIn } from "./sign-ins.ts";

/** A service account as the settings have it, and as it is declared. */
export interface DeclaredAccount {
  settings: AccountSettings;
  component: ServiceAccount;
}

/** One service account for each in the settings, in their order; warns of expired ones. */
export function declareAccounts(settings: Settings): DeclaredAccount[] {
  return settings.accounts.map((account) => {
    const { name, clientId, groups, credential, disabled } = account;
    if (account.expired) {
      pulumi.log.warn(`Account ${name} expired on ${account.expires}: its app is INACTIVE.`);
    }
    const note = accountNote(account);
    const component = new ServiceAccount(name, {
      clientId,
      groups,
      groupsAttribute: settings.claim.attribute,
      credential,
      disabled,
      ...(note === undefined ? {} : { note }),
    });
    return { settings: account, component };
  });
}

/** The arguments of the Neo4j server, which trusts what `authorization` issues. */
export function neo4jArgs(
  settings: Settings,
  authorization: Authorization | undefined,
  signIns: readonly DeclaredSignIn[],
): Neo4jReleaseArgs {
  return {
    ...settings.neo4j,
    signIns: signIns.map(({ trust }) => trust),
    releaseHooks: lockoutGuard(settings),
    tokens: authorization && {
      issuer: authorization.issuer,
      discoveryUri: authorization.discoveryUri,
      audience: authorization.audience,
      groupsClaim: settings.claim.name,
      groups: settings.groups,
    },
  };
}

/** The Job that makes roles, local users and auth rules, where the settings ask for it. */
export function databaseScript(
  settings: Settings,
  neo4j: Neo4jRelease,
): DatabaseScript | undefined {
  const { database, databaseImage: image } = settings;
  const script = database && scriptOf(database);
  if (script === undefined || image === undefined) return undefined;
  const { release, values } = settings.neo4j;
  const secrets = valueAt(values, ["image", "imagePullSecrets"]);
  return new DatabaseScript("database", {
    namespace: neo4j.namespace,
    release,
    image,
    imagePullSecrets: Array.isArray(secrets) ? secrets.map(String) : [],
    boltUri: neo4j.boltUri,
    script,
    login: neo4j.breakGlass,
  });
}

/** The Kubernetes Secrets of the accounts that ask for one. */
export function deliveries(
  accounts: readonly DeclaredAccount[],
  settings: Settings,
  authorization: Authorization | undefined,
  neo4j: Neo4jRelease,
): DeliveredCredentials[] {
  if (authorization === undefined) return [];
  return accounts.flatMap(({ settings: { name, deliverTo, credential }, component }) => {
    if (deliverTo === undefined || component.clientSecret === undefined) return [];
    if (credential.kind === "private_key_jwt") return [];
    const own = deliverTo.namespace === settings.neo4j.namespace;
    return [
      new DeliveredCredentials(`${name}-delivery`, {
        // As an output, so that the Secret comes after the namespace.
        namespace: own ? neo4j.namespace : deliverTo.namespace,
        secret: deliverTo.secret,
        account: name,
        authMethod: credential.kind,
        clientId: component.clientId,
        clientSecret: component.clientSecret,
        issuer: authorization.issuer,
        tokenEndpoint: authorization.tokenEndpoint,
        scope: authorization.scope,
        audience: authorization.audience,
        neo4jUri: neo4j.boltUri,
      }),
    ];
  });
}
