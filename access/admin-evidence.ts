import { z } from "zod";

/**
 * That an administrator got in with a token: what has to be known before passwords are switched off. It
 * holds no secret.
 */
export const adminEvidenceSchema = z
  .strictObject({
    version: z.literal(1),
    at: z.iso.datetime().describe("When it was proven, UTC."),
    issuer: z.string().describe("`iss` of the token."),
    provider: z.string().describe("The provider that took it, e.g. `oidc-okta-backend`."),
    user: z.string().describe("Who got in: the user name in Neo4j."),
    neo4j: z
      .strictObject({ namespace: z.string(), release: z.string() })
      .describe("The database server."),
  })
  .describe("An administrator logged in to Neo4j with a token.");

/** The same. */
export type AdminEvidence = z.infer<typeof adminEvidenceSchema>;

/** What the evidence has to be about. */
export interface ExpectedEvidence {
  /** Providers that will be left, e.g. `oidc-okta-backend`, with the issuer of their tokens where it is known. */
  providers: ReadonlyMap<string, string | undefined>;
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
  const { at, issuer, provider, neo4j: server } = parsed.data;
  if (server.namespace !== neo4j.namespace || server.release !== neo4j.release) {
    return `is about the server ${server.namespace}/${server.release}, and not ${neo4j.namespace}/${neo4j.release}`;
  }
  if (!providers.has(provider)) return `is about ${provider}, which will not be a provider`;
  const expected = providers.get(provider);
  if (expected !== undefined && expected !== issuer) {
    return `is about tokens of ${issuer}, and ${provider} takes those of ${expected}`;
  }
  const age = now - Date.parse(at);
  if (age < -SKEW) return `is of ${at}, which is still to come`;
  if (age > maxAge * HOUR) return `is of ${at}, more than ${hours(maxAge)} ago`;
  return undefined;
}

function hours(count: number): string {
  return count === 1 ? "an hour" : `${count} hours`;
}
