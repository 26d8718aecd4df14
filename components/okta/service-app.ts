import * as okta from "@pulumi/okta";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceAccountCredential } from "./service-account.ts";

/** What the API Services apps of this product differ in. */
type ServiceAppArgs = Pick<okta.app.OAuthArgs, "profile" | "status" | "adminNote"> & {
  label: string;
  clientId: string;
  credential: ServiceAccountCredential;
};

/** An API Services app that may use the client-credentials grant only. A new client id replaces it. */
export function createServiceApp(
  resource: string,
  { credential, ...args }: ServiceAppArgs,
  opts?: pulumi.CustomResourceOptions,
): okta.app.OAuth {
  return new okta.app.OAuth(
    resource,
    {
      ...args,
      type: "service",
      grantTypes: ["client_credentials"],
      responseTypes: ["token"],
      // Okta refuses the access-policy call that the provider would otherwise make for this type.
      skipAuthenticationPolicy: true,
      ...clientAuthentication(credential),
    },
    // The client id is chosen and unique, so the old app is deleted before the new one is created.
    { ...opts, deleteBeforeReplace: true },
  );
}

function clientAuthentication({ kind, ...details }: ServiceAccountCredential) {
  const tokenEndpointAuthMethod = kind;
  if ("jwksUri" in details) return { tokenEndpointAuthMethod, ...details };
  if ("jwks" in details) {
    const jwks = details.jwks.map(({ kid, kty, n, e }) => ({ kid, kty, n, e }));
    return { tokenEndpointAuthMethod, jwks };
  }
  // The provider sends the secret of its state with every update otherwise.
  return { tokenEndpointAuthMethod, ...(details.isRotated ? { omitSecret: true } : {}) };
}
