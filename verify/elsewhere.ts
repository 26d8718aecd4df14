/** Failures that people meet around this trust relation and that no check of a stack can show. */
export const ELSEWHERE: readonly { symptom: string; answer: string }[] = [
  {
    symptom: "The Helm release times out and the Pod restarts.",
    answer:
      "Neo4j refuses a setting at start, and kubectl logs says which: a misspelt name under strict validation (claims.audience is not a setting, audience is), a value that is not a string, a URI that is not https, or a mapping that cannot be read.",
  },
  {
    symptom: "A setting seems to be ignored.",
    answer:
      "The chart writes one file per setting below /config/neo4j.conf, and settings given outside of neo4j.config never get there. SHOW SETTINGS tells what the server runs with.",
  },
  {
    symptom: "Queries fail after an hour, or whatever the lifetime is, with TokenExpired.",
    answer:
      "A driver with one fixed bearer token cannot renew it. Use an auth token manager: authTokenManagers.bearer in JavaScript, AuthManagers.bearer in Python.",
  },
  {
    symptom: "Okta's rate limit is used up by one service.",
    answer:
      "An auth token manager asks for a new token whenever the database says Unauthorized. With a wrong audience that is a loop; run verify for that account.",
  },
  {
    symptom: "A service keeps its access after its app was deactivated.",
    answer:
      "Neo4j verifies tokens by itself: one that was issued lives until it expires, so the lifetime is the bound. The same holds for a change of groups.",
  },
  {
    symptom: "A login without rights after people had been given theirs by group names.",
    answer:
      "Any explicit group_to_role_mapping turns the mapping of groups to roles of the same name off, for all groups of that provider. Map those groups too.",
  },
  {
    symptom: "A token request fails for an account with very many groups.",
    answer: "Okta fails a request whose groups claim would hold more than 100 groups.",
  },
  {
    symptom:
      'Neo4j Browser: Failed to get credentials: Could not parse JWT of type "access_token".',
    answer:
      "The identity provider's access tokens are no JWTs (Google's never are, nor those of Okta's org server or of Microsoft Graph). Set tokenType: id_token for that sign-in.",
  },
  {
    symptom: "Neo4j Browser: a person is connected, but every statement is refused.",
    answer:
      "The token has no mapped group. verify --person LOGIN --okta-api names the person's groups at Okta. At Entra ID it may be overage: more than 200 groups, and the token holds none (groupsFrom: roles). A mapping is compared letter by letter, and Entra ID's groups are object ids.",
  },
  {
    symptom: "Neo4j Browser: something else goes wrong in a sign-in.",
    answer:
      "The command :debug in the Browser shows its log of the sign-in, the console of the web browser (F12) the refused requests; logs/security.log and logs/debug.log of Neo4j say why a token was refused.",
  },
  {
    symptom: "Which claims does the token have, as Neo4j sees it?",
    answer:
      "dbms.security.logs.oidc.jwt_claims_at_debug_level_enabled=true with the security log at DEBUG shows them in logs/security.log. Turn it off again: claims are personal data.",
  },
];
