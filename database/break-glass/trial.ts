import type { AccessContract } from "../../access/contract.ts";
import type { Surroundings as CommandSurroundings } from "../../command/command.ts";
import type { Neo4j } from "../../neo4j-client/client.ts";
import type { Options } from "./options.ts";

/** The process around a run. */
export interface Surroundings extends CommandSurroundings {
  environment: Readonly<Record<string, string | undefined>>;
  /** The time, for what is written down. */
  now(): Date;
}

/** What a login is tried with. */
export interface Trial {
  options: Options;
  contract: AccessContract;
  neo4j: Neo4j;
  /** Bolt address of `neo4j`. */
  address: string;
}
