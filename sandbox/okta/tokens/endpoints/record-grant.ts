import { Refusal } from "../../errors.ts";
import type { LogParty } from "../../system-log/log.ts";
import { clientParty, partyOf } from "../../system-log/parties.ts";
import type { TokenRequest } from "../request.ts";

/** Kinds of tokens that an answer may have. */
const KINDS = ["access_token", "id_token", "refresh_token"];

/**
 * Puts into the System Log which tokens were granted, or that the request was refused and why. A client that
 * proved nothing is named as it named itself.
 */
export function recordGrant(request: TokenRequest, refused?: unknown): void {
  const { state, issuer, form, named, answer = {} } = request;
  const family = issuer.server ? "app.oauth2.as.token.grant" : "app.oauth2.token.grant";
  const actor = clientParty(state.org, named ?? form.get("client_id") ?? "unknown");
  const happened = {
    actor,
    target: targetsOf(request),
    client: { ...request.sender, id: actor.id },
    debugData: {
      grantType: textOf(form.get("grant_type")),
      requestedScopes: textOf(form.get("scope")),
      grantedScopes: request.scopes.join(" "),
      requestUri: new URL(request.endpoint).pathname,
    },
  };
  if (refused !== undefined) {
    const reason = refused instanceof Refusal ? refused.code : "server_error";
    const outcome = { result: "FAILURE", reason } as const;
    state.org.systemLog.add({ eventType: family, outcome, ...happened });
    return;
  }
  const outcome = { result: "SUCCESS", reason: null } as const;
  for (const kind of KINDS.filter((name) => name in answer)) {
    state.org.systemLog.add({ eventType: `${family}.${kind}`, outcome, ...happened });
  }
}

/** The longest text of a request that is kept. */
const MAX_TEXT = 1000;

function textOf(value = ""): string {
  return value.slice(0, MAX_TEXT);
}

function targetsOf({ issuer, person }: TokenRequest): LogParty[] {
  return [
    ...(issuer.server ? [partyOf("AuthorizationServer", issuer.server)] : []),
    ...(person ? [partyOf("User", person.user)] : []),
  ];
}
