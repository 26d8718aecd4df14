import { BootError } from "./boot-error.ts";

export type Edition = "enterprise" | "community";

/** The environment of the container, as far as it decides what may run. */
export interface EditionEnvironment {
  /** `enterprise` of the image, or `ENTERPRISE_K8S` and `COMMUNITY_K8S` of the chart. Default community. */
  NEO4J_EDITION?: string | undefined;
  /** `yes` or `eval`; needed for the Enterprise edition. */
  NEO4J_ACCEPT_LICENSE_AGREEMENT?: string | undefined;
}

/**
 * Which edition runs.
 *
 * @throws BootError edition for a name that is none, license if Enterprise runs without consent
 */
export function readEdition(environment: EditionEnvironment): Edition {
  const name = environment.NEO4J_EDITION ?? "community";
  const match = /^(enterprise|community)(_k8s)?$/i.exec(name);
  if (!match) {
    throw new BootError(
      "edition",
      `NEO4J_EDITION is '${name}'; allowed are enterprise, community, ENTERPRISE_K8S and COMMUNITY_K8S.`,
      "NEO4J_EDITION",
    );
  }
  if (match[1]?.toLowerCase() === "community") return "community";
  const consent = environment.NEO4J_ACCEPT_LICENSE_AGREEMENT;
  if (consent !== "yes" && consent !== "eval") {
    throw new BootError(
      "license",
      "In order to use Neo4j Enterprise Edition you must accept the license agreement. To do so set the environment variable NEO4J_ACCEPT_LICENSE_AGREEMENT to 'yes', or to 'eval' for an evaluation (chart value neo4j.acceptLicenseAgreement).",
      "NEO4J_ACCEPT_LICENSE_AGREEMENT",
    );
  }
  return "enterprise";
}
