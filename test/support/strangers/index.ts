import * as okta from "@pulumi/okta";
import { Config } from "@pulumi/pulumi";

/** Arguments of the Okta provider's resources, by name of the resource. */
interface Strangers {
  apps?: Record<string, okta.app.OAuthArgs>;
  claims?: Record<string, okta.auth.ServerClaimArgs>;
  policies?: Record<string, okta.auth.ServerPolicyArgs>;
  /** Each names its policy by the name of that resource. */
  rules?: Record<string, Omit<okta.auth.ServerPolicyRuleArgs, "policyId"> & { policy: string }>;
}

// The query makes each run evaluate the program anew.
const entry = new URL(`../../../infra/index.ts?strangers=${performance.now()}`, import.meta.url);
const program = await import(entry.href);
const {
  apps = {},
  claims = {},
  policies = {},
  rules = {},
} = new Config("strangers").getObject<Strangers>("okta") ?? {};

for (const [name, args] of Object.entries(apps)) new okta.app.OAuth(name, args);
for (const [name, args] of Object.entries(claims)) new okta.auth.ServerClaim(name, args);
const made = new Map(
  Object.entries(policies).map(([name, args]) => [name, new okta.auth.ServerPolicy(name, args)]),
);
for (const [name, { policy, ...args }] of Object.entries(rules)) {
  const policyId = made.get(policy)?.id ?? "";
  new okta.auth.ServerPolicyRule(name, { ...args, policyId });
}

/** As the product's program has it. */
export const access = program.access;
