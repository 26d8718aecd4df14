import { z } from "zod";

/**
 * That an administrator got in with a token: what has to be known before passwords are switched off. It
 * holds no secret.
 */
export const adminEvidenceSchema = z.strictObject({
  version: z.literal(1),
  /** When it was proven, ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** `iss` of the token. */
  issuer: z.string(),
  /** The provider that took it, e.g. `oidc-okta`. */
  provider: z.string(),
  /** Who got in: the user name in Neo4j. */
  user: z.string(),
  /** The database server: namespace and release. */
  neo4j: z.strictObject({ namespace: z.string(), release: z.string() }),
});

/** The same. */
export type AdminEvidence = z.infer<typeof adminEvidenceSchema>;

/** What the evidence has to be about. */
export interface ExpectedEvidence {
  /** Providers that will be left, e.g. `oidc-okta-backend`. */
  providers: readonly string[];
  neo4j: AdminEvidence["neo4j"];
  /** Hours. */
  maxAge: number;
  /** Milliseconds since the epoch. */
  now: number;
}

const HOUR = 3_600_000;
/** Clocks of two machines differ. */
const SKEW = 60_000;

/**
 * Why passwords may not be switched off on this evidence, in words that go on after "it"; undefined if
 * they may.
 */
export function adminEvidenceFault(
  evidence: unknown,
  { providers, neo4j, maxAge, now }: ExpectedEvidence,
): string | undefined {
  const parsed = adminEvidenceSchema.safeParse(evidence);
  if (!parsed.success) return "is no evidence that this version reads";
  const { at, provider, neo4j: server } = parsed.data;
  if (server.namespace !== neo4j.namespace || server.release !== neo4j.release) {
    return `is about ${server.namespace}/${server.release}, and not ${neo4j.namespace}/${neo4j.release}`;
  }
  if (!providers.includes(provider)) return `is about ${provider}, which will not be a provider`;
  const age = now - Date.parse(at);
  if (age < -SKEW) return `is of ${at}, which is still to come`;
  if (age > maxAge * HOUR) return `is of ${at}, more than ${maxAge} hours ago`;
  return undefined;
}
