/** Identity providers like Entra, Google and Keycloak, made of `oidc-provider`, for the tests of both packages. */
export {
  CLIENT_ID,
  type Issuer,
  type IssuerOptions,
  SERVICE_AUDIENCE,
  startIssuer,
} from "./issuer.ts";
export { entra, google, type IssuerShape, keycloak, type Person } from "./shapes.ts";
export type { Tokens } from "./sign-in.ts";
