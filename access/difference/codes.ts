import { z } from "zod";

/** What `--json` calls each change, by what it says. Stable: scripts and lists of known differences use them. */
export const CODES = {
  "role-gained": "an account gains a role",
  "login-gained": "an account can log in, with no role but PUBLIC",
  "role-lost": "an account loses a role",
  "login-lost": "an account without a role can no longer log in",
  "lifetime-shorter": "tokens last shorter",
  "any-client-ended": "a policy of the stack no longer serves every app of the org",
  "provider-removed": "Neo4j asks a provider no longer",
  "same-name-off": "groups no longer stand for the roles of their names",
  "lifetime-longer": "tokens last longer",
  "further-way": "an account can get its roles in a further way",
  "any-client": "a policy of the stack serves every app of the org",
  "shared-server": "Neo4j takes tokens of a server that is not the stack's alone",
  "provider-added": "Neo4j asks a further provider",
  "auth-rules": "rules in the database may grant roles by claims",
  "same-name-on": "groups stand for the roles of their names",
  "audience-added": "a provider takes tokens for a further audience",
  "key-added": "an app takes a further public key",
  "key-undeclared": "drift: an app has a public key that nobody declared",
  "auth-rule": "drift: a rule in the database grants roles by a condition",
  "database-user": "drift: a user in the database has roles",
  "credential-kind": "an account has to prove itself in another way",
  "key-removed": "an account can no longer use a key",
  "secret-new": "an account gets a new client secret",
  "client-id": "a client id is another",
  "token-request": "services have to ask for other tokens",
  "old-tokens": "tokens from before the change no longer grant a role",
  delivery: "a delivered Secret moves or goes away",
  address: "Neo4j's address is another",
  "dpop-on": "drift: an app needs DPoP, which Neo4j does not take",
  "tokens-encrypted": "drift: a server encrypts its tokens, which Neo4j cannot read",
  "app-missing": "drift: an app is gone at Okta",
  restart: "Neo4j restarts",
  "release-deleted": "the Helm release is deleted",
  "release-replaced": "the Helm release is deleted and made anew",
  "data-deleted": "the namespace is deleted, with the data",
  "server-deleted": "an authorization server is deleted",
  "groups-unknown": "an account's groups are not known",
  "local-users": "roles come from users in the database",
  "security-setting": "a setting that decides over access, for a reviewer to judge",
  hidden: "what decides over access is a secret, or not known yet",
} as const;

/** What `--json` calls a change. */
export type Code = keyof typeof CODES;

/** The same, as a schema. */
export const codeSchema = z.enum(Object.keys(CODES) as [Code, ...Code[]]);
