import type { FastifyReply } from "fastify";
import { findUser } from "../../directory.ts";
import { timestamp } from "../../org.ts";
import { isPassword } from "../../password.ts";
import type { User } from "../../people-entities.ts";
import { type Form, readParameters } from "../form.ts";
import type { Pending } from "../people/remembered.ts";
import { refusal } from "../refusals.ts";
import type { TokenState } from "../state.ts";
import { beginSession, deviceOf, sessionOf } from "./cookies.ts";
import { awaitingConsent, keepConsent, mustSignIn } from "./grant-code.ts";
import { errorPage, signInPage } from "./pages.ts";
import { type Exchange, partiesOf, proceed } from "./proceed.ts";
import { answerRefusal, show } from "./respond.ts";

/** Wrong passwords after which a user is locked out, and those after which a page is spent. */
const MAX_FAILURES = 10;

const EXPIRED = "Request expired, please start over and try again.";

/** The sign-in page's form. */
export async function signIn(exchange: Exchange): Promise<FastifyReply> {
  const { state, request, reply } = exchange;
  const form = readParameters(request.body, {}, false);
  const pending = pendingOf(exchange, form);
  if (!pending) return show(reply, errorPage(EXPIRED), 400);
  const { authorization } = pending;
  const { client } = partiesOf(state, authorization);
  const login = form.get("identifier") ?? "";
  const user = await authenticate(state, login, form.get("credentials.passcode") ?? "");
  const handle = form.get("stateHandle") ?? "";
  if (!user) {
    pending.failures += 1;
    if (pending.failures >= MAX_FAILURES) state.pending.delete(handle);
    const page = { handle, app: client.label, redirectUri: authorization.redirectUri };
    return show(reply, signInPage(page, { login, error: "Unable to sign in" }), 401);
  }
  state.pending.delete(handle);
  const session = beginSession(state, request, reply, user.id);
  return proceed(
    exchange,
    { ...authorization, prompt: afterSignIn(authorization.prompt) },
    session,
  );
}

/** A password that was just given need not be asked for again. */
function afterSignIn(prompt: Pending["authorization"]["prompt"]) {
  return prompt === "login" ? undefined : prompt;
}

/**
 * The active user with this login and password. Neither the answer nor its time tells who exists; too many
 * wrong passwords lock the user out.
 */
async function authenticate(
  { org }: TokenState,
  login: string,
  password: string,
): Promise<User | undefined> {
  const user = findUser(org, login);
  const right = await isPassword(user?.password, password);
  if (user?.status !== "ACTIVE") return undefined;
  if (!right) {
    user.failedSignIns += 1;
    if (user.failedSignIns < MAX_FAILURES) return undefined;
    Object.assign(user, { status: "LOCKED_OUT", statusChanged: timestamp(org) });
    return undefined;
  }
  user.failedSignIns = 0;
  user.lastLogin = timestamp(org);
  return user;
}

/** The consent page's form. */
export function consent(exchange: Exchange): FastifyReply {
  const { state, request, reply } = exchange;
  const form = readParameters(request.body, {}, false);
  const pending = pendingOf(exchange, form);
  const session = sessionOf(state, request);
  if (!pending || !session) return show(reply, errorPage(EXPIRED), 400);
  state.pending.delete(form.get("stateHandle") ?? "");
  const { authorization } = pending;
  if (mustSignIn(authorization, session, state.org.now())) {
    return proceed(exchange, authorization, undefined);
  }
  if (form.get("consent") !== "true") {
    return answerRefusal(reply, authorization, refusal("consent_denied"));
  }
  const { client, server } = partiesOf(state, authorization);
  const scopes = awaitingConsent(state, authorization, client, server, session.userId);
  keepConsent(state, client, session.userId, scopes);
  return proceed(exchange, { ...authorization, prompt: undefined }, session);
}

/** What a form's handle stands for, in the browser that was shown it and no other. */
function pendingOf({ state, request, reply }: Exchange, form: Form): Pending | undefined {
  const pending = state.pending.get(form.get("stateHandle") ?? "");
  return pending?.device === deviceOf(state, request, reply) ? pending : undefined;
}
