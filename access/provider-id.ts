/** Ids of OIDC providers in Neo4j, without `oidc-`: Neo4j reads a dot as the end of the id. */
export const PROVIDER_ID_PATTERN = /^[a-z][a-z0-9-]{0,62}$/;

/** The same, in words. */
export const PROVIDER_ID_ALLOWED =
  "a lower-case letter, then lower-case letters, digits and -; no dots";
