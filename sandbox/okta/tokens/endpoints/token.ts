import * as clientCredentials from "../grants/client-credentials.ts";
import type { Endpoint } from "./endpoint.ts";
import { ofCustomServer } from "./judged.ts";
import { tokenSteps } from "./token-steps.ts";

/** Token endpoint of the custom authorization servers. */
export const token: Endpoint = ofCustomServer(
  "/v1/token",
  "Access token of a custom authorization server (`client_credentials`)",
  tokenSteps([clientCredentials]),
);
