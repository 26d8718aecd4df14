import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { DraftSignIn } from "../../draft.ts";
import { repeated } from "../repeated.ts";

/** Set by the program or by Browser for each request, or taken in the place of all others (RFC 9101). */
const OWN_PARAMETERS = [
  ...["client_assertion", "client_id", "client_secret", "code", "code_challenge"],
  ...["code_challenge_method", "code_verifier", "grant_type", "nonce", "redirect_uri"],
  ...["request", "request_uri", "response_mode", "response_type", "scope", "state"],
];

const MAPS = ["params", "tokenParams"] as const;

/** Objections to what is asked for at the identity provider, and to where. */
export function parameterFindings(signIn: DraftSignIn, at: Path): Finding[] {
  const { scopes } = signIn;
  return [
    ...MAPS.flatMap((map) =>
      Object.keys(signIn[map] ?? {}).flatMap((name) => parameter(name, map, signIn, at)),
    ),
    ...(scopes === undefined ? [] : repeated(scopes, [...at, "scopes"], "scope")),
    ...(scopes === undefined || scopes.includes("openid")
      ? []
      : [withoutOpenid([...at, "scopes"])]),
    ...addresses(signIn, at),
  ];
}

type Map = (typeof MAPS)[number];

function parameter(name: string, map: Map, signIn: DraftSignIn, at: Path): Finding[] {
  const isOwn = OWN_PARAMETERS.includes(name);
  if (!isOwn && /^[a-z][a-z0-9_]{0,60}$/.test(name)) return [];
  return [
    {
      code: "sign-in-param",
      at: [...at, map, name],
      message: isOwn
        ? "is set by the program or by Browser itself"
        : `is ${show(name)}, which Neo4j would not read as the name of a parameter`,
      allowed: "lower-case letters, digits and _, and none that is set already",
      fix: fixOf(name, signIn),
    },
  ];
}

function fixOf(name: string, { provider }: DraftSignIn): string {
  return name === "client_secret" && provider === "oidc"
    ? "write it under clientSecret"
    : "remove it, or correct its name";
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

/** Neo4j asks no discovery document for what it has been told. */
function addresses({ discoveryUri, endpoints }: DraftSignIn, at: Path): Finding[] {
  if (discoveryUri === undefined || endpoints === undefined) return [];
  return [
    {
      code: "sign-in-endpoint",
      at: [...at, "discoveryUri"],
      message: "is given beside endpoints, which say all that it would",
      allowed: "a discoveryUri, or endpoints",
      fix: "remove endpoints, so that Neo4j follows the provider; keep them if it cannot read the document",
    },
  ];
}
