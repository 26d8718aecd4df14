import type * as pulumi from "@pulumi/pulumi";
import { IDENTITIES } from "../access/okta-rights/plan.ts";
import { ApiClient } from "../components/okta/api-client.ts";
import type { ApiClientArgs } from "../components/okta/api-client-args.ts";
import type { Keys } from "./schema.ts";
import type { Settings } from "./settings.ts";

/** What somebody has to know to be an identity, beside its private key. */
export interface IdentityOutput {
  clientId: pulumi.Output<string>;
  tokenEndpoint: pulumi.Output<string>;
  scopes: readonly string[];
  /** Configuration of the main stack's Okta provider. */
  provider: { "okta:clientId": pulumi.Output<string>; "okta:scopes": readonly string[] };
}

/**
 * Declares the identities that the plan has, called `<stack>-<identity>`. Their apps are protected:
 * without its deployer a stack cannot be changed until a Super Admin comes.
 */
export function declareIdentities({
  orgUrl,
  plan,
  keys,
}: Settings): Record<string, IdentityOutput> {
  const outputs = IDENTITIES.flatMap((identity): [string, IdentityOutput][] => {
    const rights = plan.identities[identity];
    const own = keys[identity];
    if (rights === undefined || own === undefined) return [];
    const args = { orgUrl, credential: credential(own), ...rights };
    const client = new ApiClient(`${plan.stack}-${identity}`, args, { protect: true });
    return [[identity, output(client)]];
  });
  return Object.fromEntries(outputs);
}

function credential({ jwks = [], jwksUri }: Keys): ApiClientArgs["credential"] {
  const kind = "private_key_jwt";
  return jwksUri === undefined ? { kind, jwks } : { kind, jwksUri };
}

function output({ clientId, tokenEndpoint, scopes }: ApiClient): IdentityOutput {
  const provider = { "okta:clientId": clientId, "okta:scopes": scopes };
  return { clientId, tokenEndpoint, scopes, provider };
}
