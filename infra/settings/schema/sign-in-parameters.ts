import { z } from "zod";
import { text } from "./fields.ts";

/** Text that goes into Neo4j's maps: no `;`, which would end it, nothing that is not seen, and no command. */
const PART = /^(?!.*\$\()[\x21-\x3A\x3C-\x7E]{1,200}$/;
const PART_ALLOWED = "1 to 200 printable ASCII characters without spaces, ; and $(";

/** A text that is part of a map. */
export const part = (code: string, fix: string) =>
  text({ code, pattern: PART, allowed: PART_ALLOWED, fix });

const map = () =>
  z.record(z.string(), part("sign-in-param", "take a value without ; and spaces")).optional();

const ADDRESS = /^https:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?\/[\w.~%!&()*+,:=@/?-]*$/;

const address = () =>
  z
    .string()
    .refine((value) => ADDRESS.test(value) && URL.canParse(value), {
      params: {
        code: "sign-in-endpoint",
        allowed: "an https:// URL in ASCII without user, password, fragment, quotes, $ and ;",
        fix: "copy it from the identity provider; Neo4j takes https only",
      },
    })
    .meta({ pattern: ADDRESS.source });

/** What is sent to the identity provider, and where. Which keys belong to which provider is a rule of its own. */
export const signInParameterFields = {
  clientSecret: part("sign-in-client", "copy it from the identity provider")
    .optional()
    .describe(
      "`google`, and an `oidc` provider that insists on one: its client secret. It protects nothing: Neo4j shows it to everybody who asks for its discovery document.",
    ),
  scopes: z
    .array(part("sign-in-scope", "write one scope as one item"))
    .optional()
    .describe("`keycloak`, `oidc`: what is asked for. Default: openid, profile, email."),
  params: map().describe(
    "Further parameters of the request that people are sent to the identity provider with, e.g. `{ prompt: login }`, or Keycloak's `{ kc_idp_hint: staff }`.",
  ),
  tokenParams: map().describe(
    "Further parameters of the request for tokens. Neo4j shows them to everybody.",
  ),
  discoveryUri: address()
    .optional()
    .describe(
      "`keycloak`, `oidc`: the discovery document, where it is not the issuer's own address followed by `/.well-known/openid-configuration`.",
    ),
  endpoints: z
    .strictObject({
      authorization: address().describe("Where people sign in."),
      token: address().describe("Where Browser and Bloom get the tokens."),
      jwks: address().describe("The keys that Neo4j verifies tokens with (RFC 7517)."),
    })
    .optional()
    .describe(
      "`keycloak`, `oidc`: the endpoints, for a provider without a discovery document that Neo4j can read.",
    ),
};
