import type { FastifyReply, FastifyRequest } from "fastify";
import { randomText } from "../../ids.ts";
import type { Session } from "../people/remembered.ts";
import type { TokenState } from "../state.ts";

/** Cookie that names the session, and the one that names the browser itself. */
const SESSION = "sid";
const DEVICE = "DT";

/** How long a session lasts without a request, in milliseconds: Okta's default of two hours. */
const SESSION_LIFETIME = 2 * 60 * 60 * 1000;

function read(request: FastifyRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key = "", ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

function write(
  { org }: TokenState,
  reply: FastifyReply,
  name: string,
  value: string,
  age?: number,
) {
  const attributes = [
    `${name}=${value}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    ...(org.url.startsWith("https:") ? ["Secure"] : []),
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
  ];
  reply.header("set-cookie", attributes.join("; "));
}

/** The name of the browser that asks; one without gets one, and brings it from then on. */
export function deviceOf(state: TokenState, request: FastifyRequest, reply: FastifyReply): string {
  const known = read(request, DEVICE);
  if (known !== undefined && /^\w{40}$/.test(known)) return known;
  const device = randomText(40);
  write(state, reply, DEVICE, device);
  return device;
}

/** The session of the browser that asks, which lasts on; undefined without one, or of a user who is not active. */
export function sessionOf(state: TokenState, request: FastifyRequest): Session | undefined {
  const id = read(request, SESSION) ?? "";
  const session = state.sessions.get(id);
  if (!session) return undefined;
  if (state.org.users.get(session.userId)?.status !== "ACTIVE") {
    state.sessions.delete(id);
    return undefined;
  }
  state.sessions.set(id, session, state.org.now() + SESSION_LIFETIME);
  return session;
}

/** A new session of the user in place of the browser's last, under a name that no one knew before. */
export function beginSession(
  state: TokenState,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
): Session {
  state.sessions.delete(read(request, SESSION) ?? "");
  const now = state.org.now();
  const session = { id: randomText(40), userId, authTime: Math.floor(now / 1000) };
  state.sessions.set(session.id, session, now + SESSION_LIFETIME);
  write(state, reply, SESSION, session.id);
  return session;
}

/** Ends the session and takes its cookie back. */
export function endSession(state: TokenState, reply: FastifyReply, session?: Session): void {
  if (session) state.sessions.delete(session.id);
  write(state, reply, SESSION, "", 0);
}
