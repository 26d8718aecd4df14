/** What a Bolt address begins with: `+s` is encrypted, `+ssc` takes any certificate. */
export const BOLT_SCHEMES = [
  "bolt:",
  "neo4j:",
  "bolt+s:",
  "neo4j+s:",
  "bolt+ssc:",
  "neo4j+ssc:",
] as const;
