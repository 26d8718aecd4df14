import type { Finding } from "../../../../access/finding.ts";
import { type ForeignSignIn, signInFacts } from "../../../../access/sign-in/providers.ts";
import { completeSignIn } from "../../complete-sign-in.ts";
import type { Draft, DraftSignIn } from "../../draft.ts";

/** Whose tokens a provider takes: by issuer and audience, as far as the settings say them. */
interface Trust {
  issuer: string;
  audience: string;
  /** How a refusal calls it. */
  name: string;
}

/** Neo4j tries one provider after the other: a token that two of them take has the roles of the first. */
export function trustFindings(draft: Draft): Finding[] {
  const own = draft.authorizationServer;
  const services: Trust[] =
    own?.audience === undefined
      ? []
      : [{ issuer: serverKey(own), audience: own.audience, name: "the services' provider" }];
  const seen = [...services];
  return draft.signIns.flatMap((signIn, index) => {
    const trust = trustOf(signIn, own, `signIns[${index}]`);
    if (trust === undefined) return [];
    const twin = seen.find(
      (other) => other.issuer === trust.issuer && other.audience === trust.audience,
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
  const server = draft.authorizationServer ?? services ?? {};
  const issuer = serverKey(server);
  if (signIn.tokenType === "id_token")
    return { issuer, audience: `the client of ${signIn.id}`, name };
  return server.audience === undefined ? undefined : { issuer, audience: server.audience, name };
}

/** Which server it is, by what the settings say: `default` has an id too, which they do not know. */
function serverKey({ id, name }: { id?: string | undefined; name?: string | undefined }): string {
  return name === undefined ? `id ${id}` : `name ${name}`;
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
