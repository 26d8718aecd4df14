import type { FastifyReply } from "fastify";
import type { OAuthError } from "../errors.ts";
import type { Authorization } from "../people/remembered.ts";
import type { Page } from "./layout.ts";
import { formPostPage } from "./pages.ts";

/** Where an answer goes, and how. */
export type Destination = Pick<Authorization, "redirectUri" | "responseMode"> & { state?: string };

/** Shows a page. */
export function show(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return reply.code(status).headers(page.headers).send(page.text);
}

/** Sends the answer to the client's redirect URI, its `state` with it. */
export function answer(
  reply: FastifyReply,
  { redirectUri, responseMode, state }: Destination,
  parameters: Readonly<Record<string, string>>,
): FastifyReply {
  const entries = Object.entries({ ...parameters, ...(state === undefined ? {} : { state }) });
  if (responseMode === "form_post") return show(reply, formPostPage(redirectUri, entries));
  const text = new URLSearchParams(entries).toString();
  const mark = responseMode === "fragment" ? "#" : redirectUri.includes("?") ? "&" : "?";
  return reply
    .code(302)
    .headers({ "cache-control": "no-cache, no-store", "referrer-policy": "no-referrer" })
    .header("location", `${redirectUri}${mark}${text}`)
    .send();
}

/** Tells the client of a refusal. */
export function answerRefusal(
  reply: FastifyReply,
  destination: Destination,
  { code, message }: OAuthError,
): FastifyReply {
  return answer(reply, destination, { error: code, error_description: message });
}
