import { type ApiScope, carries, isApiScope } from "../../access/okta-rights/scopes.ts";
import type { OktaAccess } from "../../okta-api/variables.ts";
import { TokenError } from "../../tokens/errors.ts";
import { type Finding, failed, ok, warning } from "../finding.ts";
import { refusalFinding } from "./refusal.ts";

/** The credential, for a token with these scopes. */
export type AccessFor = (scopes: readonly ApiScope[]) => Promise<OktaAccess>;

/** What a token endpoint answers where a scope is not granted. */
const OF_SCOPES: readonly (string | undefined)[] = ["invalid_scope", "consent_required"];

/** A credential, and what is to be said of it. */
interface Credential {
  findings: readonly Finding[];
  /** Undefined: nothing can be asked. */
  asWhom: OktaAccess | undefined;
}

/**
 * Gets a token with all scopes of an identity. Where Okta refuses that for a scope, each is asked for alone, so that
 * the one is named.
 */
export async function credentialFindings(
  access: AccessFor,
  scopes: readonly ApiScope[],
  mend: string,
): Promise<Credential> {
  const asWhom = await access(scopes);
  if (typeof asWhom.authorization === "string") {
    return { findings: [given(asWhom.authorization)], asWhom };
  }
  const asked = asWhom.scopes?.filter(isApiScope) ?? [];
  const left = scopes.filter((scope) => !carries(asked, scope));
  if (left.length > 0) return { findings: left.map(notAskedFor), asWhom: undefined };
  const refused = await tokenError(asWhom);
  if (refused === undefined) {
    return {
      findings: [ok("okta.token", "a token", `given, and asked for with ${scopes.join(", ")}`)],
      asWhom,
    };
  }
  if (!OF_SCOPES.includes(refused.details.error)) {
    return { findings: [told(refused)], asWhom: undefined };
  }
  const lacking: ApiScope[] = [];
  for (const scope of scopes) {
    if ((await tokenError(await access([scope]))) !== undefined) lacking.push(scope);
  }
  if (lacking.length === 0) return { findings: [told(refused)], asWhom: undefined };
  return {
    findings: lacking.map((scope) =>
      failed("okta.scope", "a token", `the scope ${scope} is not granted to the app`, mend),
    ),
    asWhom: undefined,
  };
}

function notAskedFor(scope: ApiScope): Finding {
  const found = `OKTA_API_SCOPES does not have the scope ${scope}`;
  return failed("okta.scope", "a token", found, "add it there, or unset OKTA_API_SCOPES");
}

function given(authorization: string): Finding {
  const what = "the credential";
  if (!authorization.startsWith("SSWS ")) return ok("okta.credential", what, "an access token");
  return warning(
    "okta.credential",
    what,
    "an API token: it ends when the account of the person who made it does, and every change carries that person's name",
    "deploy as a service app: OKTA_API_CLIENT_ID and OKTA_API_PRIVATE_KEY (docs/bootstrap.md)",
  );
}

async function tokenError({ authorization, orgUrl }: OktaAccess): Promise<TokenError | undefined> {
  if (typeof authorization === "string") return undefined;
  try {
    await authorization.headers("GET", orgUrl);
    return undefined;
  } catch (error) {
    if (error instanceof TokenError) return error;
    throw error;
  }
}

function told(refused: TokenError): Finding {
  const { status, error, description } = refused.details;
  return refusalFinding("okta.token", "a token of the org authorization server", {
    ...{ where: "token", method: "POST", path: "/oauth2/v1/token", status },
    errorCode: error,
    errorSummary: description,
  });
}
