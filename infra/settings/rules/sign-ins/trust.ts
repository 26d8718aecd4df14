import type { Finding } from "../../../../access/finding.ts";
import { type ForeignSignIn, signInFacts } from "../../../../access/sign-in/providers.ts";
import { completeSignIn } from "../../complete-sign-in.ts";
import type { Draft, DraftSignIn } from "../../draft.ts";
import { isAnotherIssuer } from "../another-issuer.ts";

/** Whose tokens a provider takes: by issuer and audience, as far as the settings say them. */
interface Trust {
  /** A server of the stack's org, or the address of an issuer. */
  issuer: Server | string;
  audience: string;
  /** How a refusal calls it. */
  name: string;
}

/** An authorization server, as the settings name it. */
type Server = NonNullable<Draft["authorizationServer"]>;

/** Neo4j tries one provider after the other: a token that two of them take has the roles of the first. */
export function trustFindings(draft: Draft): Finding[] {
  const own = draft.authorizationServer;
  const services: Trust[] =
    own?.audience === undefined || draft.accounts?.length === 0
      ? []
      : [{ issuer: own, audience: own.audience, name: "the services' provider" }];
  const seen = [...services];
  return draft.signIns.flatMap((signIn, index) => {
    const trust = trustOf(signIn, own, `signIns[${index}]`);
    if (trust === undefined) return [];
    const twin = seen.find(
      (other) => other.audience === trust.audience && mayBeOne(other.issuer, trust.issuer),
    );
    seen.push(trust);
    if (twin === undefined) return [];
    return [
      {
        code: "sign-in-trust",
        at: ["signIns", index],
        message: `would take the tokens of ${twin.name}, and the other way round: they have one issuer and one audience`,
        allowed: "providers that no token suits two of",
        fix:
          signIn.provider === "okta"
            ? "give it an authorizationServer of its own, or tokenType: id_token"
            : "give it another client, and its own audience",
      },
    ];
  });
}

function trustOf(
  draft: DraftSignIn,
  services: Draft["authorizationServer"],
  name: string,
): Trust | undefined {
  if (!isComplete(draft)) return undefined;
  const signIn = completeSignIn(draft);
  if (signIn.provider !== "okta") return { ...signInFacts(signIn as ForeignSignIn), name };
  const issuer = draft.authorizationServer ?? services ?? {};
  if (signIn.tokenType === "id_token")
    return { issuer, audience: `the client of ${signIn.id}`, name };
  return issuer.audience === undefined ? undefined : { issuer, audience: issuer.audience, name };
}

/** Whether two issuers can be one. `default` is a second name of a server that has an id too. */
function mayBeOne(one: Server | string, other: Server | string): boolean {
  if (typeof one === "string") {
    return typeof other === "string" ? one === other : !isAnotherIssuer(one, other.id);
  }
  if (typeof other === "string") return !isAnotherIssuer(other, one.id);
  if (one.name !== undefined || other.name !== undefined) return one.name === other.name;
  return one.id === other.id || [one.id, other.id].includes("default");
}

/** True where nothing that Neo4j compares was misread. */
function isComplete(
  draft: DraftSignIn,
): draft is DraftSignIn & Parameters<typeof completeSignIn>[0] {
  const { id, provider, groups, browsers, usernameClaim, clientId, tenant, issuer } = draft;
  if ([id, provider, groups, browsers, usernameClaim].includes(undefined)) return false;
  if (provider === "okta") return true;
  return clientId !== undefined && (provider === "google" || (tenant ?? issuer) !== undefined);
}
