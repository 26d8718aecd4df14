import { createHash, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AccessContract } from "../../access/contract.ts";
import type { ContractSignIn } from "../../access/sign-in/contract.ts";
import { manage, type Org } from "./org.ts";

/** People for the verifier to log in as: its arguments, and the way to be rid of them. */
export interface Guests {
  arguments: string[];
  /** Who could not be signed in, and why. */
  refused: string[];
  remove(): Promise<void>;
}

/**
 * Signs a member of each mapped group in, by each sign-in at Okta, and keeps the tokens as files. Only an
 * emulated org can be asked for this. Where only local users are let in, nobody is invited.
 *
 * @param directory where the files go
 * @throws VerifyError `verify-handover` when the org refuses one of the steps; who was made is removed
 */
export async function inviteGuests(
  okta: Org,
  { signIns = [], database }: AccessContract,
  directory: string,
): Promise<Guests> {
  const folder = join(directory, "guests");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const list: string[] = [];
  const refused: string[] = [];
  const undo: (() => Promise<unknown>)[] = [];
  const remove = async () => {
    for (const step of undo.splice(0)) await step();
  };
  const invited = database?.requireLocalUser ? [] : signIns;
  try {
    for (const signIn of invited.filter(({ provider }) => provider === "okta")) {
      for (const group of Object.keys(signIn.groups)) {
        const guest = await createGuest(okta, group, undo);
        const token = await signGuestIn(signIn, guest);
        if (token instanceof Refused) {
          refused.push(
            `A member of ${group} could not be signed in by ${signIn.id}: ${token.why}.`,
          );
          continue;
        }
        const file = join(folder, String(list.length / 2));
        await writeFile(file, token, { mode: 0o600 });
        list.push("--person-token", file);
      }
    }
    return { arguments: list, refused, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Guest {
  login: string;
  password: string;
}

async function createGuest(
  okta: Org,
  group: string,
  undo: (() => Promise<unknown>)[],
): Promise<Guest> {
  const found = (await manage(
    okta,
    "GET",
    `/api/v1/groups?q=${encodeURIComponent(group)}`,
  )) as unknown as { id: string; profile: { name: string } }[];
  const groupId = found.find(({ profile }) => profile.name === group)?.id;
  const login = `sandbox-guest-${random().toLowerCase()}@example.com`;
  const password = `Aa1-${random()}`;
  const { id } = await manage(okta, "POST", "/api/v1/users?activate=true", {
    profile: { login, email: login, firstName: "Sandbox", lastName: "Guest" },
    credentials: { password: { value: password } },
    groupIds: groupId === undefined ? [] : [groupId],
  });
  undo.push(async () => {
    await manage(okta, "POST", `/api/v1/users/${id}/lifecycle/deactivate`);
    await manage(okta, "DELETE", `/api/v1/users/${id}`);
  });
  return { login, password };
}

/** By authorization code with PKCE, as the Browser does. @returns the token that opens the database */
async function signGuestIn(signIn: ContractSignIn, guest: Guest): Promise<string | Refused> {
  const { issuer = "", clientId: client_id, tokenType } = signIn;
  const [redirect_uri = ""] = signIn.redirectUris;
  const code_verifier = random();
  const request = new URLSearchParams({
    ...{ client_id, redirect_uri, response_type: "code", scope: signIn.scopes.join(" ") },
    ...{ state: random(), nonce: random(), code_challenge_method: "S256" },
    code_challenge: createHash("sha256").update(code_verifier).digest("base64url"),
  });
  const page = await fetch(`${issuer}/v1/authorize?${request}`, { redirect: "manual" });
  const sentTo = page.headers.get("location") ?? (await submit(page, guest));
  const code = URL.canParse(sentTo) ? new URL(sentTo).searchParams.get("code") : null;
  if (code === null) return new Refused(errorIn(sentTo));
  const answer = await fetch(`${issuer}/v1/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "authorization_code", client_id, redirect_uri, code, code_verifier },
    }),
  });
  const tokens = (await answer.json()) as Record<string, unknown>;
  const token = tokens[tokenType];
  return typeof token === "string" ? token : new Refused(String(tokens.error));
}

/** Fills in the sign-in page. @returns where the browser is sent, or what the page says */
async function submit(page: Response, { login, password }: Guest): Promise<string> {
  const html = await page.text();
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1];
  if (action === undefined) return "a page without a form";
  const hidden = html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const fields = [...hidden].map(([, name = "", value = ""]): [string, string] => [name, value]);
  const cookies = page.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  const answer = await fetch(new URL(action, page.url), {
    method: "POST",
    headers: { cookie: cookies.join("; ") },
    body: new URLSearchParams([
      ...fields,
      ["identifier", login],
      ["credentials.passcode", password],
    ]),
    redirect: "manual",
  });
  return answer.headers.get("location") ?? `a page with status ${answer.status}`;
}

/** Why Okta sent nobody in. */
class Refused {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

function errorIn(sentTo: string): string {
  const told = URL.canParse(sentTo) ? new URL(sentTo).searchParams : undefined;
  return (told?.get("error_description") ?? sentTo).replace(/\.$/, "");
}

function random(): string {
  return randomBytes(32).toString("base64url");
}
