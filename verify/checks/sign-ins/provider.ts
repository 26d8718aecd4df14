import type { ContractSignIn } from "../../../access/sign-in/contract.ts";
import { type Check, equal, failed, passed, show, type Verdict } from "../check.ts";
import type { Metadata, SignInContext } from "../context.ts";
import { readKeys, refuseAddress } from "../discovery.ts";
import { getJson } from "../http.ts";

const WELL_KNOWN = "/.well-known/openid-configuration";
const A_DOCUMENT = "200 with a JSON document";

const STACKS = { side: "stack", setting: "discoveryUri of the sign-in" } as const;

/** Hosts beside that of the discovery document, for providers that are known to have them. */
const FURTHER_HOSTS: Partial<Record<ContractSignIn["provider"], readonly string[]>> = {
  google: ["oauth2.googleapis.com", "www.googleapis.com"],
};

/** Everything else of the identity provider is found from this document; Neo4j reads it too. */
export const signInDiscovery = atProvider({
  id: "sign_in.discovery",
  title: "The identity provider's discovery document is there, over https",
  side: "network",
  setting: "discovery URI of the sign-in",
  fix: "Open the discovery URI from where this runs. A 404 means that the authorization server (Okta), tenant (Entra ID) or realm (Keycloak) is gone or another one; no answer means DNS, egress or TLS. Neo4j's Pods need the same way out.",
  symptoms: [
    "the Browser's log says that a provider was dropped: missing auth_endpoint",
    "the identity provider answers 404 when the Browser opens the sign-in",
  ],
  run: async (context) => {
    const { signIn } = context;
    const { discoveryUri, endpoints } = signIn;
    if (discoveryUri === undefined) {
      const metadata: Metadata = {
        issuer: signIn.issuer,
        authorization_endpoint: endpoints?.authorization,
        token_endpoint: endpoints?.token,
        jwks_uri: endpoints?.jwks,
      };
      const reason = "the stack gives the endpoints themselves";
      return { status: "inapplicable", reason, evidence: { metadata } };
    }
    const foreign = refuseAddress(discoveryUri, hostsOf(context), STACKS);
    if (foreign) return foreign;
    const answer = await getJson(discoveryUri, context);
    if (!answer.reached) return failed(A_DOCUMENT, `${discoveryUri}: ${answer.reason}`);
    const { status, body, seen } = answer;
    return status === 200 && typeof body === "object" && body !== null
      ? passed(discoveryUri, { metadata: body })
      : failed(A_DOCUMENT, `${discoveryUri}: ${seen}`, {
          side: sideOf(signIn),
          setting: "authorization server, tenant or realm of the sign-in",
        });
  },
});

/** Neo4j compares `iss` with the issuer as text. */
export const signInIssuer = atProvider({
  id: "sign_in.issuer",
  title: "The identity provider's issuer is the one that the stack declares",
  side: "okta",
  setting: "issuer of the identity provider",
  fix: "Run pulumi up, where Okta is the provider: the stack takes the issuer from there, and it changes with issuer mode and custom domain. For other providers correct signIns[].issuer (or tenant) in the stack's settings.",
  symptoms: ["the Browser comes back from the sign-in, and Neo4j refuses the token"],
  run: async (context) => {
    const { signIn, evidence } = context;
    const { issuer, provider, discoveryUri } = signIn;
    if (discoveryUri === undefined) {
      return { status: "inapplicable", reason: "there is no discovery document" };
    }
    // v1 tokens of Entra ID have another issuer than its discovery document.
    const own = discoveryUri.replace(WELL_KNOWN, "");
    const wanted = provider === "entra" ? own : (issuer ?? own);
    return equal(wanted, evidence.metadata?.issuer, { side: sideOf(signIn) });
  },
});

/** The Browser asks both of them itself. */
export const signInEndpoints = atProvider({
  id: "sign_in.endpoints",
  title: "Both endpoints are at the identity provider and take authorization code with PKCE",
  side: "okta",
  setting: "endpoints of the discovery document",
  fix: "They must be https, and at the host of the discovery document; a further host that is the provider's can be allowed by --trusted-host HOST. The provider must know the response type code and the challenge method S256.",
  symptoms: ["the Browser opens a page that is not the identity provider's"],
  run: async (context) => {
    const { signIn, evidence } = context;
    const cause = { side: sideOf(signIn) };
    const { metadata = {} } = evidence;
    for (const name of ["authorization_endpoint", "token_endpoint"] as const) {
      const uri = metadata[name];
      if (typeof uri !== "string") return failed(`an ${name}`, show(uri), cause);
      const foreign = refuseAddress(uri, hostsOf(context), cause);
      if (foreign) return foreign;
    }
    const lacking =
      missing("response type", metadata.response_types_supported, "code") ??
      missing("code challenge method", metadata.code_challenge_methods_supported, "S256");
    return lacking
      ? failed(lacking.expected, lacking.seen, cause)
      : passed(String(metadata.authorization_endpoint));
  },
});

/** Neo4j verifies signatures with these keys. */
export const signInKeys = atProvider({
  id: "sign_in.keys",
  title: "The identity provider's JWKS is there and holds an RSA signing key",
  side: "network",
  setting: "jwks_uri of the identity provider",
  fix: "Open the jwks_uri of the discovery document. Neo4j's Pods need the same egress.",
  symptoms: ["Neo4j refuses every token of this sign-in"],
  run: (context) => readKeys(context, hostsOf(context)),
});

/** A check that asks the identity provider, where that is wanted. */
export function atProvider(check: Check<SignInContext>): Check<SignInContext> {
  return { ...check, run: async (context) => notAsked(context) ?? check.run(context) };
}

/** Undefined where the identity provider may be asked. */
export function notAsked({ oktaOnly, signIn }: SignInContext): Verdict | undefined {
  if (!oktaOnly || signIn.provider === "okta") return undefined;
  return { status: "inapplicable", reason: "only Okta is asked (--okta-only)" };
}

/**
 * What an endpoint that is out of order, or asked too often, tells: nothing of what it was asked.
 *
 * @param what the endpoint
 */
export function outage(what: string, status: number): Verdict | undefined {
  if (status < 500 && status !== 429) return undefined;
  return failed("an answer to the request", `${status}`, {
    side: "network",
    setting: what,
    fix: "The identity provider itself fails, or takes no more requests now. Try again later; its status page may say more.",
  });
}

/** Whose settings they are. */
export function sideOf({ provider }: ContractSignIn): "okta" | "provider" {
  return provider === "okta" ? "okta" : "provider";
}

/** Where the provider's documents may point to. */
function hostsOf({ signIn, trustedHosts }: SignInContext) {
  const further = FURTHER_HOSTS[signIn.provider] ?? [];
  const issuer = signIn.discoveryUri ?? signIn.endpoints?.authorization ?? "";
  return { issuer, trustedHosts: [...trustedHosts, ...further] };
}

function missing(what: string, offered: unknown, wanted: string) {
  if (!Array.isArray(offered) || offered.includes(wanted)) return undefined;
  return { expected: `${what} ${wanted}`, seen: show(offered) };
}
