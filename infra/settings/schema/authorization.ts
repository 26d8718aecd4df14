import { z } from "zod";
import { DEFAULTS } from "../../../access/defaults.ts";
import { text } from "./fields.ts";

/** The setting `authorizationServer`. */
export const authorizationServerSchema = z
  .strictObject({
    id: text({
      code: "server-id",
      pattern: /^(default|aus[0-9A-Za-z]{8,40})$/,
      allowed: '"default", or an id that starts with "aus"',
      fix: "copy the id from Security > API > Authorization Servers in the Okta admin console",
    })
      .optional()
      .describe(
        "Adopts the authorization server with this id; `default` is the org's own, found by that name. Its settings stay untouched, and its other policies may let other clients have the same tokens: production needs the waiver `shared-server`. A change moves the scope, the claim and the policy to the other server.",
      ),
    name: text({
      code: "server-name",
      pattern:
        /^(?![Dd][Ee][Ff][Aa][Uu][Ll][Tt]$)(?=\S)(?!.*\s$)[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,100}$/u,
      allowed: '1 to 100 visible characters, not "default"',
      fix: "choose another name, or adopt the org's default server with id: default",
    })
      .optional()
      .describe(
        "Creates a dedicated authorization server with this name, instead of adopting one.",
      ),
    audience: text({
      code: "audience",
      pattern: /^(?!.*\$\()[\x21\x23-\x2B\x2D-\x7E]{1,200}$/,
      allowed: "1 to 200 ASCII characters without spaces, commas, quotes or $(, e.g. api://default",
      fix: "use one plain audience; Neo4j reads a comma as a list, and $( as a command",
    }).describe(
      "`aud` of the tokens. For an adopted server it must be the audience that Okta reports.",
    ),
  })
  .describe("The Okta authorization server that issues the tokens: adopted by id, or created.");

const OPENID_SCOPES = ["openid", "profile", "email", "address", "phone", "offline_access"];

/** The setting `scope`. */
export const scopeSchema = text({
  code: "scope",
  pattern: new RegExp(
    `^(?!(${[...OPENID_SCOPES, "device_sso", "groups"].join("|")})$)(?!okta\\.)[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,70}$`,
  ),
  allowed:
    "1 to 70 printable ASCII characters without spaces, quotes or backslashes; no OpenID Connect or okta. scope",
  fix: "name a scope of your own; client credentials cannot request the reserved ones",
})
  .default(DEFAULTS.scope)
  .describe("The one scope that service accounts ask for. A change needs every client to follow.");

/** Claims that Okta fills itself. */
export const RESERVED_CLAIMS =
  "__proto__|acr|amr|aud|auth_time|azp|cid|exp|iat|iss|jti|nbf|scp|sub|uid|ver";

/** The setting `claim`. */
export const claimSchema = z
  .strictObject({
    name: text({
      code: "claim-name",
      pattern: new RegExp(`^(?!(${RESERVED_CLAIMS})$)[A-Za-z_][\\w.:/-]{0,99}$`),
      allowed: "letters, digits and _ . : / -, starting with a letter or _; no registered claim",
      fix: "choose a name that Okta does not fill itself",
    })
      .default(DEFAULTS.claim)
      .describe("Name of the claim that carries the groups."),
    expression: text({
      code: "claim-expression",
      pattern:
        /^\s*(\(\s*appuser\s*!=\s*null\s*\)\s*\?\s*appuser\.[A-Za-z]\w*\s*:\s*)?app\.profile\.[A-Za-z]\w*\s*$/,
      allowed:
        "app.profile.<attribute>, or (appuser != null) ? appuser.<attribute> : app.profile.<attribute>",
      fix: "read the app's profile: with client credentials there is no user, appuser is null, and Okta leaves a null claim out, so that a login would succeed without any right",
    })
      .default(DEFAULTS.claimExpression)
      .describe(
        "The claim's value in Okta Expression Language. The attribute after `app.profile.` is where the program writes each account's groups.",
      ),
  })
  .prefault({})
  .describe("The claim that carries an account's groups.");
