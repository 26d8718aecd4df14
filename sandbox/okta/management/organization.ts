import type { FastifyInstance } from "fastify";
import type { Org } from "../org.ts";

/** Registers the org's public metadata: an Identity Engine org (`pipeline: idx`). Needs no credential. */
export function registerOrganization(app: FastifyInstance, org: Org): void {
  app.get(
    "/.well-known/okta-organization",
    { config: { summary: "Metadata of the org (no credential)" } },
    async () => ({
      id: org.id,
      cell: "sandbox",
      _links: { organization: { href: org.url } },
      pipeline: "idx",
      settings: {
        analyticsCollectionEnabled: false,
        bugReportingEnabled: false,
        omEnabled: false,
      },
    }),
  );
}
