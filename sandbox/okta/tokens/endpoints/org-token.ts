import * as orgClientCredentials from "../grants/org-client-credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import { ofOrgServer } from "./judged.ts";
import { tokenSteps } from "./token-steps.ts";

/** Token endpoint of the org authorization server, whose tokens open the management API. */
export const orgToken: Endpoint = ofOrgServer(
  "/v1/token",
  "Access token for Okta's API scopes (`client_credentials` with `private_key_jwt`)",
  tokenSteps([orgClientCredentials]),
);
