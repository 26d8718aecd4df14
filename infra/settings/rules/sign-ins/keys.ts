import { type Finding, type Path, show } from "../../../../access/finding.ts";
import type { DraftSignIn } from "../../draft.ts";
import type { SIGN_IN_PROVIDERS } from "../../schema/sign-in.ts";

type Provider = (typeof SIGN_IN_PROVIDERS)[number];
type Key = keyof DraftSignIn;

const OPEN: { needed: readonly Key[]; further: readonly Key[] } = {
  needed: ["clientId", "issuer"],
  further: ["audience", "discoveryUri", "endpoints", "groupsClaim", "scopes"],
};

/** Beside what every sign-in has: what a provider needs, and what else it reads. */
const KEYS: Readonly<Record<Provider, { needed: readonly Key[]; further: readonly Key[] }>> = {
  okta: {
    needed: [],
    further: [
      "authorizationServer",
      "createGroups",
      "createOrigins",
      "groupsClaim",
      "groupsFilter",
      "usernameExpression",
    ],
  },
  entra: {
    needed: ["clientId", "tenant"],
    further: ["accessTokenVersion", "apiScope", "groupsFrom"],
  },
  google: { needed: ["clientId", "clientSecret"], further: [] },
  keycloak: OPEN,
  oidc: { ...OPEN, further: [...OPEN.further, "clientSecret"].sort() as Key[] },
};

const SPECIAL = new Set(
  Object.values(KEYS).flatMap(({ needed, further }) => [...needed, ...further]),
);

/** Objections to keys that the provider does not read, and to those that it lacks. */
export function keyFindings(signIn: DraftSignIn, at: Path): Finding[] {
  const { provider, written } = signIn;
  if (provider === undefined) return [];
  const { needed, further } = KEYS[provider];
  const own = [...needed, ...further];
  const foreign = [...SPECIAL].filter((key) => written.includes(key) && !own.includes(key));
  const lacking = [...needed, ...accessTokenKeys(signIn)].filter((key) => !written.includes(key));
  return [
    ...foreign.map((key) => ({
      code: "sign-in-key",
      at: [...at, key],
      message: `is not read for provider ${show(provider)}`,
      allowed: own.length === 0 ? "no further settings" : own.join(", "),
      fix: "remove it, or correct the provider",
    })),
    ...lacking.map((key) => ({
      code: "missing",
      at: [...at, key],
      message: `is missing for provider ${show(provider)}`,
      allowed: "a text",
      fix: "set it in the stack's configuration file",
    })),
  ];
}

/** Entra ID gives access tokens for an API only, which a scope of it names. */
function accessTokenKeys({ provider, tokenType }: DraftSignIn): Key[] {
  return provider === "entra" && tokenType !== "id_token" ? ["apiScope"] : [];
}
