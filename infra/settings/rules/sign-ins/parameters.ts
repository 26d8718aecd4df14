import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { DraftSignIn } from "../../draft.ts";
import { repeated } from "../repeated.ts";

/** Set by the program or by Browser for each request. */
const OWN_PARAMETERS = [
  ...["client_id", "client_secret", "code_challenge", "code_challenge_method", "nonce"],
  ...["redirect_uri", "response_mode", "response_type", "scope", "state"],
];

/** Objections to what is asked for at a provider other than Okta. */
export function parameterFindings({ params = {}, scopes }: DraftSignIn, at: Path): Finding[] {
  return [
    ...Object.keys(params).flatMap((name) => parameter(name, [...at, "params", name])),
    ...(scopes === undefined ? [] : repeated(scopes, [...at, "scopes"], "scope")),
    ...(scopes === undefined || scopes.includes("openid")
      ? []
      : [withoutOpenid([...at, "scopes"])]),
  ];
}

function parameter(name: string, at: Path): Finding[] {
  const isOwn = OWN_PARAMETERS.includes(name);
  if (!isOwn && /^[a-z][a-z0-9_]{0,60}$/.test(name)) return [];
  return [
    {
      code: "sign-in-param",
      at,
      message: isOwn
        ? "is set by the program or by Browser itself"
        : `is ${show(name)}, which Neo4j would not read as the name of a parameter`,
      allowed: "lower-case letters, digits and _, and none that is set already",
      fix: "remove it, or correct its name",
    },
  ];
}

function withoutOpenid(at: Path): Finding {
  return {
    code: "sign-in-scope",
    at,
    message: "does not hold openid",
    allowed: "openid, and further scopes",
    fix: "add openid: without it there is no OpenID Connect, and no ID token",
  };
}
