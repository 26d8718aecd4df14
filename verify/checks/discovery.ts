import { addressFault, hostOf } from "../../tokens/http.ts";
import { type Cause, type Check, equal, failed, passed, show, type Verdict } from "./check.ts";
import type { StackContext } from "./context.ts";
import { getJson } from "./http.ts";

const A_DOCUMENT = "200 with a JSON document";
const A_KEY_SET = "200 with a key set";

/** What a 404 from the authorization server's address is about. */
export const WRONG_SERVER: Pick<Cause, "side" | "setting"> = {
  side: "okta",
  setting: "authorization server (deleted, inactive, or another id)",
};

/** Everything else of Okta is found from this document. */
export const discoveryReachable: Check<StackContext> = {
  id: "discovery.reachable",
  title: "The issuer's discovery document is there, over https",
  side: "network",
  setting: "discovery URI (issuer of the authorization server)",
  fix: "Open the discovery URI from where this runs. A 404 means that the authorization server is gone, inactive or another one; no answer means DNS, egress or TLS.",
  symptoms: [
    "Neo4j logs that it cannot load the well-known configuration",
    "every login fails at once, for all accounts",
  ],
  run: async (context) => {
    const { discoveryUri } = context.contract;
    const foreign = refuseAddress(discoveryUri, hostsOf(context), {
      side: "stack",
      setting: "discoveryUri",
    });
    if (foreign) return foreign;
    const answer = await getJson(discoveryUri, context);
    if (!answer.reached) return failed(A_DOCUMENT, `${discoveryUri}: ${answer.reason}`);
    const { status, body, seen } = answer;
    if (status !== 200 || typeof body !== "object" || body === null) {
      return failed(A_DOCUMENT, `${discoveryUri}: ${seen}`, WRONG_SERVER);
    }
    const date = Date.parse(answer.headers.get("date") ?? "");
    const clock = Number.isNaN(date) ? {} : { clockSkew: date - context.now() };
    return passed(discoveryUri, { metadata: body, ...clock });
  },
};

/** Neo4j compares `iss` with the issuer as text. */
export const discoveryIssuer: Check<StackContext> = {
  id: "discovery.issuer",
  title: "The discovery document names the issuer that the stack declares",
  side: "okta",
  setting: "issuer of the authorization server (issuerMode, custom domain)",
  fix: "Run pulumi up: the stack takes the issuer from Okta. It changes when the server's issuer mode or the org's custom domain changes.",
  symptoms: ["Neo4j refuses every token: the iss claim is not the expected one"],
  run: async ({ contract, evidence }) => equal(contract.issuer, evidence.metadata?.issuer),
};

/** The one that services were told of. */
export const discoveryTokenEndpoint: Check<StackContext> = {
  id: "discovery.token_endpoint",
  title: "The discovery document names the token endpoint that the stack declares",
  side: "okta",
  setting: "token endpoint of the authorization server",
  fix: "Run pulumi up, and hand the new token endpoint to the services.",
  symptoms: ["services get 404 from the token endpoint"],
  run: async ({ contract, evidence }) =>
    equal(contract.tokenEndpoint, evidence.metadata?.token_endpoint),
};

/** Neo4j verifies signatures with these keys. */
export const jwksReachable: Check<StackContext> = {
  id: "jwks.reachable",
  title: "The JWKS is there and holds an RSA signing key",
  side: "network",
  setting: "jwks_uri of the authorization server",
  fix: "Open the jwks_uri of the discovery document. Neo4j's Pods need the same egress; a proxy goes into jvm.additionalJvmArguments (-Dhttps.proxyHost).",
  symptoms: ["Neo4j cannot verify signatures", "logins work until Okta rotates its key, then fail"],
  run: (context) => readKeys(context, hostsOf(context)),
};

/** Hosts that documents may point to. */
export interface Hosts {
  /** An address whose host is one. */
  issuer: string;
  /** Further ones. */
  trustedHosts: readonly string[];
}

/** Those of the services' issuer. */
export function hostsOf({ contract, trustedHosts }: StackContext): Hosts {
  return { issuer: contract.issuer, trustedHosts };
}

/** Reads the JWKS; its keys are the evidence of a passed verdict. */
export async function readKeys(context: StackContext, hosts: Hosts): Promise<Verdict> {
  const uri = context.evidence.metadata?.jwks_uri;
  if (typeof uri !== "string") {
    return failed("a jwks_uri in the discovery document", show(uri), { side: "okta" });
  }
  const foreign = refuseAddress(uri, hosts, { side: "okta" });
  if (foreign) return foreign;
  const answer = await getJson(uri, context);
  if (!answer.reached) return failed(A_KEY_SET, `${uri}: ${answer.reason}`);
  const keys = (answer.body as { keys?: unknown } | undefined)?.keys;
  if (answer.status !== 200 || !Array.isArray(keys)) {
    return failed(A_KEY_SET, `${uri}: ${answer.seen}`, { side: "okta" });
  }
  const usable = keys.filter((key) => key?.kty === "RSA" && (key.use ?? "sig") === "sig").length;
  if (usable === 0) {
    return failed("at least one RSA key for signatures", `${keys.length} keys, none of them`, {
      side: "okta",
    });
  }
  return passed(`${usable} RSA key${usable === 1 ? "" : "s"} at ${uri}`, { keys });
}

/** Keys of another host, or that anybody on the wire could have written, prove nothing. */
export function refuseAddress(
  uri: string,
  { issuer, trustedHosts }: Hosts,
  cause: Partial<Cause>,
): Verdict | undefined {
  if (addressFault(uri, issuer, trustedHosts) === undefined) return undefined;
  return failed(`an https address at ${hostOf(issuer)}`, uri, {
    ...cause,
    fix: "It must be https and at the host of the issuer. Find out who changed it; a host that is yours can be allowed by --trusted-host HOST.",
  });
}
