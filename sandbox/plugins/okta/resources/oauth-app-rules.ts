import type { Properties } from "../../protocol/values.ts";
import { objectsOf, setOf, textOf } from "../document.ts";

/** Grants that Okta takes from an API service app. */
const SERVICE_GRANTS = [
  "client_credentials",
  "implicit",
  "urn:ietf:params:oauth:grant-type:saml2-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:ietf:params:oauth:grant-type:device_code",
  "interaction_code",
  "urn:okta:params:oauth:grant-type:oob",
  "urn:okta:params:oauth:grant-type:otp",
  "http://auth0.com/oauth/grant-type/mfa-oob",
  "http://auth0.com/oauth/grant-type/mfa-otp",
];

/**
 * The refusals of the official plugin before it calls Okta.
 *
 * @throws naming the argument and what is allowed.
 */
export function refuseOauthApp(planned: Properties): void {
  refuseGrants(planned);
  const method = textOf(planned, "tokenEndpointAuthMethod");
  if (
    method === "private_key_jwt" &&
    objectsOf(planned, "jwks").length === 0 &&
    textOf(planned, "jwksUri") === ""
  ) {
    throw new Error(
      "'jwks' or 'jwks_uri' is required when 'token_endpoint_auth_method' is 'private_key_jwt'",
    );
  }
  if (textOf(planned, "loginMode") !== "DISABLED" && textOf(planned, "loginUri") === "") {
    throw new Error("'login_uri' is required for any 'login_mode' besides 'DISABLED'");
  }
  if (textOf(planned, "loginMode") === "OKTA" && setOf(planned, "loginScopes").length === 0) {
    throw new Error("'login_scopes' must not be empty when 'login_mode' is 'OKTA'");
  }
}

function refuseGrants(planned: Properties): void {
  const grants = setOf(planned, "grantTypes");
  if (grants.length === 0) return;
  if (textOf(planned, "type") === "service") {
    const foreign = grants.filter((grant) => !SERVICE_GRANTS.includes(grant));
    if (foreign.length > 0 || !grants.includes("client_credentials")) {
      throw new Error(
        `'grant_types' of an app of type 'service' must contain 'client_credentials' and may contain only ` +
          `${SERVICE_GRANTS.join(", ")}; got ${grants.join(", ")}`,
      );
    }
  }
  const responses = setOf(planned, "responseTypes");
  if (
    grants.includes("implicit") &&
    !responses.some((type) => type === "token" || type === "id_token")
  ) {
    throw new Error(
      "'response_types' must contain at least one of 'token', 'id_token' when 'grant_types' contains 'implicit'",
    );
  }
}
