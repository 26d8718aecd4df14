import { createHash, randomBytes } from "node:crypto";
import { SandboxError } from "../errors.ts";

/** What a visit ends with: a page, or an address of another site that the browser is sent to. */
export interface Visit {
  status: number;
  /** The page; empty for a visit that leaves the org. */
  page: string;
  /** Where the browser is sent, on another origin or at another path than a page of the org. */
  sentTo: URL | undefined;
  headers: Headers;
}

/** A browser without a window, for pages of one org: it keeps cookies and posts forms, and follows no redirect. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  /** Opens an address. */
  async open(address: string | URL): Promise<Visit> {
    return this.#visit(new URL(address), {});
  }

  /** Fills the form of a page and posts it; its hidden fields go with it. */
  async submit(
    address: string | URL,
    page: string,
    fields: Record<string, string>,
  ): Promise<Visit> {
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined) throw refused("the page has no form");
    const hidden = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const body = new URLSearchParams();
    for (const [, name = "", value = ""] of hidden) body.set(name, value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.#visit(new URL(action, address), { method: "POST", body });
  }

  /** Opens an authorization request and signs in where it asks for that. */
  async signIn(address: string | URL, login: string, password: string): Promise<Visit> {
    const first = await this.open(address);
    if (!first.page.includes('name="credentials.passcode"')) return first;
    return this.submit(address, first.page, {
      identifier: login,
      "credentials.passcode": password,
    });
  }

  async #visit(address: URL, init: RequestInit): Promise<Visit> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...init, headers: { cookie }, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    const location = response.headers.get("location");
    return {
      status: response.status,
      page: location === null ? await response.text() : "",
      sentTo: location === null ? undefined : new URL(location, address),
      headers: response.headers,
    };
  }
}

/** A sign-in at an emulated org's authorization server. */
export interface SignIn {
  issuer: string;
  clientId: string;
  redirectUri: string;
  /** Separated by spaces. Default `openid`. */
  scope?: string;
  login: string;
  password: string;
  /** Default: a visitor of its own, who is signed in nowhere. */
  visitor?: Visitor;
}

/** Tokens as the token endpoint answers. */
export interface SignInTokens {
  token_type: string;
  expires_in: number;
  scope: string;
  access_token: string;
  id_token?: string;
  refresh_token?: string;
}

/**
 * Signs a person in as a single-page app does, by authorization code with PKCE and a nonce, and gives the
 * tokens.
 *
 * @throws SandboxError `sign-in-refused` with what Okta says, which is never the password
 */
export async function signIn(options: SignIn): Promise<SignInTokens> {
  const { issuer, clientId, redirectUri, scope = "openid", visitor = new Visitor() } = options;
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const address = new URL(`${issuer}/v1/authorize`);
  const parameters = {
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: "code", scope, state },
    nonce: randomBytes(16).toString("base64url"),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  address.search = new URLSearchParams(parameters).toString();
  const { sentTo, page } = await visitor.signIn(address, options.login, options.password);
  const code = sentTo?.searchParams.get("code");
  if (!code) throw refused(sentTo ? errorOf(sentTo) : textOf(page));
  if (sentTo?.searchParams.get("state") !== state) throw refused("the state came back changed");
  const body = new URLSearchParams({
    ...{ grant_type: "authorization_code", client_id: clientId, redirect_uri: redirectUri },
    ...{ code, code_verifier: verifier },
  });
  const response = await fetch(`${issuer}/v1/token`, { method: "POST", body });
  const answer = (await response.json()) as SignInTokens & Record<string, string>;
  if (!response.ok) throw refused(`${answer.error}: ${answer.error_description}`);
  return answer;
}

function errorOf({ searchParams }: URL): string {
  return `${searchParams.get("error")}: ${searchParams.get("error_description")}`;
}

/** What a page says, without its markup. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf("<body>"));
  return body
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function refused(reason: string): SandboxError {
  return new SandboxError("sign-in-refused", `The sign-in was refused: ${reason}`);
}
