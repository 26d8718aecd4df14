import type { Refusal } from "./explanation.ts";

/** Refusals of Okta's API; of two with one code the first that fits. */
export const MANAGEMENT_REFUSALS: readonly Refusal[] = [
  {
    id: "scope-missing",
    says: "403 `E0000006`, and `insufficient_scope` in `www-authenticate`",
    errorCode: "E0000006",
    challenge: /(?=.*insufficient_scope)(?:.*\bscope="([^"]+)")?/,
    cause: "The access token lacks the scope of this call",
    fix: "Grant the scope to the app (Okta API Scopes; a Super Admin can), ask for it (OKTA_API_SCOPES, where it is set), and get a new token: one that was issued before keeps the scopes that it has",
  },
  {
    id: "role-missing",
    says: "403 `E0000006`",
    errorCode: "E0000006",
    cause: "No admin role of the caller allows this call on this object",
    fix: "Assign a role with the permission and a resource set that has the object; npm run deployer -- --stack NAME computes both. An app that has admin roles or API scopes itself is a Super Admin's to change",
  },
  {
    id: "token-invalid",
    says: "401 `E0000011`",
    errorCode: "E0000011",
    cause:
      "Okta does not take the token: it is expired, revoked, another org's or that of an inactive client, or it is bound to a key (DPoP) and no proof came with it",
    fix: "Get a new token for the org of OKTA_ORG_URL. An API token ends with its owner's account, and after 30 days without use",
  },
  {
    id: "feature-missing",
    says: "401 `E0000015`",
    errorCode: "E0000015",
    cause: "The org has not bought what this call is about",
    fix: "Custom authorization servers are part of Okta's API Access Management: have it switched on, or use an org that has it",
  },
  {
    id: "rate-limited",
    says: "429 `E0000047`",
    errorCode: "E0000047",
    cause: "The org was called too often in this minute, by whomever",
    fix: "Wait for the minute that x-rate-limit-reset names, and run one command at a time",
  },
  {
    id: "body-malformed",
    says: "400 `E0000003`",
    errorCode: "E0000003",
    cause: "The body has another shape than this call takes; the causes name the field",
    fix: "Compare it with Okta's reference of the call: a field may stand on the wrong level, as an attribute of a user beside profile and not in it",
  },
  {
    id: "value-refused",
    says: "400 `E0000001`",
    errorCode: "E0000001",
    cause: "A value is missing, not allowed, or taken by another object; the causes name the field",
    fix: "Correct it. What a failed run has made takes names too: npm run imports -- --stack NAME finds it",
  },
  {
    id: "not-found",
    says: "404 `E0000007`",
    errorCode: "E0000007",
    cause: "The org has no such object: it was deleted, or its id is another org's",
    fix: "Compare OKTA_ORG_URL with the org that the stack is on; npm run drift -- --stack NAME lists what was deleted by hand",
  },
];
