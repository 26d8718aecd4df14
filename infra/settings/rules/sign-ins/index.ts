import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { Draft, DraftSignIn } from "../../draft.ts";
import { serverKeyFindings } from "../authorization-server.ts";
import { mappingFindings } from "../groups.ts";
import { repeated } from "../repeated.ts";
import type { Rule } from "../rule.ts";
import { keyFindings } from "./keys.ts";
import { oktaFindings } from "./okta.ts";
import { parameterFindings } from "./parameters.ts";
import { providerFindings } from "./provider.ts";
import { trustFindings } from "./trust.ts";

/** Sign-ins have what their provider needs, and none takes the tokens of another one. */
export const signInRules: Rule = (draft) => {
  const { signIns } = draft;
  return [
    ...signIns.flatMap((signIn, index) => checkSignIn(signIn, ["signIns", index], draft)),
    ...ids(draft),
    ...oktaFindings(draft),
    ...trustFindings(draft),
  ];
};

function checkSignIn(signIn: DraftSignIn, at: Path, draft: Draft): Finding[] {
  const { browsers, groups = {}, authorizationServer } = signIn;
  return [
    ...keyFindings(signIn, at),
    ...(browsers === undefined ? [] : checkBrowsers(browsers, [...at, "browsers"])),
    ...mappingFindings(groups, [...at, "groups"], draft),
    ...(authorizationServer === undefined
      ? []
      : serverKeyFindings(definedKeys(authorizationServer), [...at, "authorizationServer"])),
    ...username(signIn, at),
    ...parameterFindings(signIn, at),
    ...providerFindings(signIn, at),
  ];
}

function definedKeys(map: object): string[] {
  return Object.entries(map).flatMap(([key, value]) => (value === undefined ? [] : [key]));
}

function checkBrowsers(browsers: readonly string[], at: Path): Finding[] {
  if (browsers.length > 0) return repeated(browsers, at, "address");
  return [
    {
      code: "sign-in-browser",
      at,
      message: "is empty",
      allowed: "at least one address of Browser or Bloom",
      fix: "give the address that people open, e.g. https://neo4j.example.com/browser/",
    },
  ];
}

/** Whoever can change an address or a display name at the provider could take somebody's roles over. */
function username(
  { usernameClaim, usernameExpression, written }: DraftSignIn,
  at: Path,
): Finding[] {
  const claim = usernameClaim ?? "sub";
  if (claim === "sub" && usernameExpression !== undefined) {
    return [
      {
        code: "username-claim",
        at: [...at, "usernameExpression"],
        message: "is set, and the user name is sub, which Okta fills itself",
        allowed: "usernameExpression beside a usernameClaim of your own",
        fix: "name the claim under usernameClaim, or remove the expression",
      },
    ];
  }
  if (claim === "sub" || written.includes("usernameReason")) return [];
  return [
    {
      code: "username-reason",
      at: [...at, "usernameClaim"],
      message: `is ${show(claim)}, which can change or be given to another person, and nothing says why it is used`,
      allowed: "sub, or another claim with a usernameReason",
      fix: "remove it, or add usernameReason: why sub will not do",
    },
  ];
}

function ids({ signIns, neo4j }: Draft): Finding[] {
  const taken = new Map<string, string>([
    [neo4j.providerId ?? "", "the services' own provider (neo4j.providerId)"],
    ...(neo4j.otherProviders ?? []).map((entry, index): [string, string] => [
      entry.replace(/^oidc-/, ""),
      `neo4j.otherProviders[${index}]`,
    ]),
  ]);
  return signIns.flatMap(({ id }, index) => {
    if (id === undefined) return [];
    const holder = taken.get(id);
    taken.set(id, `signIns[${index}]`);
    if (holder === undefined) return [];
    return [
      {
        code: "sign-in-id",
        at: ["signIns", index, "id"],
        message: `is ${show(id)}, as is ${holder}`,
        allowed: "an id of its own for each provider",
        fix: "choose another id, or remove the other one",
      },
    ];
  });
}
