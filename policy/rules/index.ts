import type { Rule } from "../rule.ts";
import { adminRoleWaived } from "./admin-role-waived.ts";
import { breakGlassKept } from "./break-glass-kept.ts";
import { chartVersionPinned } from "./chart-version-pinned.ts";
import { claimBoundToScope } from "./claim-bound-to-scope.ts";
import { claimReadsApp } from "./claim-reads-app.ts";
import { clientCredentialsOnly } from "./client-credentials-only.ts";
import { deletionNeedsFlag } from "./deletion-needs-flag.ts";
import { dpopNotRequired } from "./dpop-not-required.ts";
import { expiredAccountsInactive } from "./expired-accounts-inactive.ts";
import { grantAndScopesNamed } from "./grant-and-scopes-named.ts";
import { groupsAgree } from "./groups-agree.ts";
import { httpsUris } from "./https-uris.ts";
import { jwtClaimsNotLogged } from "./jwt-claims-not-logged.ts";
import { knownClients } from "./known-clients.ts";
import { mappedGroupsUsed } from "./mapped-groups-used.ts";
import { noAllClients } from "./no-all-clients.ts";
import { noSecretInConfigMap } from "./no-secret-in-config-map.ts";
import { noSecretInHelmValues } from "./no-secret-in-helm-values.ts";
import { noSecretInOutputs } from "./no-secret-in-outputs.ts";
import { ownerAndPurpose } from "./owner-and-purpose.ts";
import { privateKeyJwt } from "./private-key-jwt.ts";
import { protectedInProduction } from "./protected-in-production.ts";
import { publicKeys } from "./public-keys.ts";
import { publicServices } from "./public-services.ts";
import { scopeAgrees } from "./scope-agrees.ts";
import { scopeNotPublished } from "./scope-not-published.ts";
import { secretsStayInSecrets } from "./secrets-stay-in-secrets.ts";
import { strictValidation } from "./strict-validation.ts";
import { tlsWherePublic } from "./tls-where-public.ts";
import { tokenLifetime } from "./token-lifetime.ts";
import { trustAgrees } from "./trust-agrees.ts";

/** Every rule of the pack, by what it is about. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  Apps: [
    clientCredentialsOnly,
    dpopNotRequired,
    privateKeyJwt,
    publicKeys,
    ownerAndPurpose,
    expiredAccountsInactive,
  ],
  "Authorization servers": [
    noAllClients,
    knownClients,
    grantAndScopesNamed,
    tokenLifetime,
    claimBoundToScope,
    claimReadsApp,
    scopeNotPublished,
  ],
  Neo4j: [
    adminRoleWaived,
    breakGlassKept,
    strictValidation,
    jwtClaimsNotLogged,
    chartVersionPinned,
    tlsWherePublic,
    publicServices,
    httpsUris,
  ],
  Secrets: [noSecretInConfigMap, noSecretInHelmValues, noSecretInOutputs, secretsStayInSecrets],
  "The whole stack": [
    trustAgrees,
    scopeAgrees,
    groupsAgree,
    mappedGroupsUsed,
    protectedInProduction,
    deletionNeedsFlag,
  ],
};

/** The same as one list. */
export const ALL_RULES: readonly Rule[] = Object.values(RULES).flat();
