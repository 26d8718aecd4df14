import type { AuthorizationServer } from "../../entities.ts";
import { validationFailed } from "../../errors.ts";
import type { Org } from "../../org.ts";
import type { RuleInput } from "./rule-schema.ts";

/** Grant types that a rule may name. */
const GRANT_TYPES = [
  "authorization_code",
  "client_credentials",
  "implicit",
  "interaction_code",
  "password",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:openid:params:grant-type:ciba",
  "urn:okta:params:oauth:grant-type:otp",
  "urn:okta:params:oauth:grant-type:oob",
  "http://auth0.com/oauth/grant-type/mfa-otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
];

/** Group that stands for everybody. */
const EVERYONE = "EVERYONE";

/** The rules of a rule that hold between its fields, each refused with E0000001. */
export function checkRule(
  org: Org,
  server: AuthorizationServer,
  { conditions, actions }: RuleInput,
): void {
  const grants = conditions.grantTypes.include;
  refuseUnknown("conditions.grantTypes.include", grants, (name) => GRANT_TYPES.includes(name));
  refuseUnknown(
    "conditions.scopes.include",
    conditions.scopes?.include ?? [],
    (name) => name === "*" || server.scopes.some((scope) => scope.name === name),
  );
  const { users = {}, groups = {} } = conditions.people ?? {};
  refuseUnknown(
    "conditions.people.groups.include",
    [...(groups.include ?? []), ...(groups.exclude ?? [])],
    (id) => id === EVERYONE || org.groups.has(id),
  );
  const people = [...(users.include ?? []), ...(groups.include ?? [])];
  if (grants.includes("implicit") && people.length === 0) {
    const field = "conditions.people";
    throw validationFailed(field, `${field}: implicit needs users or groups to include`);
  }
  checkLifetimes(actions.token);
}

function checkLifetimes(token: RuleInput["actions"]["token"]): void {
  const { accessTokenLifetimeMinutes, refreshTokenLifetimeMinutes, refreshTokenWindowMinutes } =
    token;
  if (refreshTokenLifetimeMinutes === 0) return;
  if (
    accessTokenLifetimeMinutes <= refreshTokenWindowMinutes &&
    refreshTokenWindowMinutes <= refreshTokenLifetimeMinutes
  ) {
    return;
  }
  const field = "actions.token.refreshTokenWindowMinutes";
  throw validationFailed(
    field,
    `${field}: must lie between accessTokenLifetimeMinutes and refreshTokenLifetimeMinutes`,
  );
}

function refuseUnknown(
  field: string,
  values: readonly string[],
  known: (value: string) => boolean,
): void {
  const unknown = values.filter((value) => !known(value));
  if (unknown.length > 0) {
    throw validationFailed(field, `${field}: Invalid value: ${unknown.join(", ")}`);
  }
}
