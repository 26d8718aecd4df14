import { createHash, randomBytes } from "node:crypto";
import type { Person } from "./shapes.ts";

/** What a sign-in ends with. */
export interface Tokens {
  accessToken: string;
  idToken: string;
}

/** A sign-in by the pages of an issuer. */
export interface SignIn {
  authEndpoint: string;
  tokenEndpoint: string;
  person: Person;
  client: { client_id: string; redirect_uri: string };
  secret: string | undefined;
  scope: string;
}

/** Goes the way of a browser: the sign-in page, back to the redirect URI, the code for tokens (PKCE). */
export async function walkThrough(signIn: SignIn): Promise<Tokens> {
  const verifier = randomBytes(32).toString("base64url");
  const code = await authorize(signIn, verifier);
  const answer = await fetch(signIn.tokenEndpoint, {
    method: "POST",
    body: new URLSearchParams({
      ...signIn.client,
      ...(signIn.secret !== undefined && { client_secret: signIn.secret }),
      grant_type: "authorization_code",
      code,
      code_verifier: verifier,
    }),
  });
  const { access_token: accessToken, id_token: idToken } = (await answer.json()) as {
    access_token?: string;
    id_token?: string;
  };
  if (accessToken && idToken) return { accessToken, idToken };
  throw new Error(`the issuer gave no tokens, but status ${answer.status}`);
}

async function authorize({ authEndpoint, person, client, scope }: SignIn, verifier: string) {
  const start = new URL(authEndpoint);
  start.search = new URLSearchParams({
    ...client,
    scope,
    response_type: "code",
    state: "state",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  const cookies = new Map<string, string>();
  const ask = async (url: URL, body?: URLSearchParams) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(body && { method: "POST", body }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return new URL(answer.headers.get("location") ?? "", url);
  };
  const page = await ask(start);
  const back = await ask(page, new URLSearchParams({ prompt: "login", login: person.id }));
  const code = (await ask(back)).searchParams.get("code");
  if (code === null) throw new Error("the issuer did not send the user back with a code");
  return code;
}
