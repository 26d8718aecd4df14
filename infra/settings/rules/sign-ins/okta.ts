import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { Draft, DraftSignIn } from "../../draft.ts";
import { RESERVED_CLAIMS } from "../../schema/authorization.ts";

/** Objections to what sign-ins at Okta would make twice, or that Okta would read in one of two ways. */
export function oktaFindings({ signIns, authorizationServer }: Draft): Finding[] {
  const names = new Map([[authorizationServer?.name, "the services' server"]]);
  const claims = new Map<string, string>();
  return signIns.flatMap((signIn, index) => {
    if (signIn.provider !== "okta") return [];
    const at = ["signIns", index];
    const { name } = signIn.authorizationServer ?? {};
    const holder = name === undefined ? undefined : names.get(name);
    if (name !== undefined) names.set(name, `the server of signIns[${index}]`);
    return [
      ...(holder === undefined ? [] : [serverTwice(name, holder, at)]),
      ...claimTwice(signIn, index, claims),
      ...filter(signIn, at),
      ...ownName(signIn, at),
    ];
  });
}

function serverTwice(name: string | undefined, holder: string, at: Path): Finding {
  return {
    code: "server-name",
    at: [...at, "authorizationServer", "name"],
    message: `is ${show(name)}, the name of ${holder}`,
    allowed: "a name of its own for each server that the stack creates",
    fix: "choose another name, or leave authorizationServer out where tokenType is id_token",
  };
}

/** Claims of one name, kind and scope on one server would be one claim to Okta. */
function claimTwice(signIn: DraftSignIn, index: number, seen: Map<string, string>): Finding[] {
  const { id, name } = signIn.authorizationServer ?? {};
  const claim = signIn.groupsClaim ?? "groups";
  const key = JSON.stringify([id, name, signIn.tokenType ?? "access_token", claim]);
  const holder = seen.get(key);
  seen.set(key, `signIns[${index}]`);
  if (holder === undefined) return [];
  return [
    {
      code: "sign-in-claim",
      at: ["signIns", index, "groupsClaim"],
      message: `is ${show(claim)}, a claim that ${holder} makes on the same server`,
      allowed: "a claim of its own for each sign-in on a server",
      fix: "name another claim, or give the sign-in a server of its own",
    },
  ];
}

function filter({ groupsFilter }: DraftSignIn, at: Path): Finding[] {
  if (groupsFilter === undefined) return [];
  const given = Object.values(groupsFilter).filter((value) => value !== undefined);
  if (given.length === 1) return [];
  return [
    {
      code: "sign-in-filter",
      at: [...at, "groupsFilter"],
      message: given.length === 0 ? "says nothing" : "has both startsWith and regex",
      allowed: "{ startsWith } or { regex }",
      fix: "keep one of them, or remove the filter",
    },
  ];
}

const RESERVED = new RegExp(`^(${RESERVED_CLAIMS})$`);

/** Claims that the program makes have names that are free. */
function ownName(
  { usernameClaim = "sub", usernameExpression, groupsClaim = "groups" }: DraftSignIn,
  at: Path,
): Finding[] {
  const made = { groupsClaim, ...(usernameExpression === undefined ? {} : { usernameClaim }) };
  const taken = Object.entries(made).filter(([, claim]) => RESERVED.test(claim));
  // An expression for sub is refused in words of its own.
  if (usernameClaim === "sub" && usernameExpression !== undefined) return [];
  if (usernameClaim !== groupsClaim) {
    return taken.map(([key, claim]) => ({
      code: "sign-in-claim",
      at: [...at, key],
      message: `is ${show(claim)}, which Okta fills itself`,
      allowed: "a claim that Okta does not fill",
      fix: "name another claim",
    }));
  }
  return [
    {
      code: "username-claim",
      at: [...at, "usernameClaim"],
      message: `is ${show(usernameClaim)}, the claim that carries the groups`,
      allowed: "a claim of its own for the user name",
      fix: "name another claim",
    },
  ];
}
