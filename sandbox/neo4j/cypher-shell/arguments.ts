import { parseArgs } from "node:util";

/** What a script is run with: the options of cypher-shell that the stand-in has. */
export interface ShellArguments {
  /** As it is given, e.g. `neo4j://neo4j.neo4j.svc.cluster.local:7687`. */
  address: string;
  database: string | undefined;
  /** Path of the script in the container. */
  file: string;
}

/**
 * Reads the arguments of cypher-shell: an address, a database and a file, ended by the first failure.
 *
 * @throws Error in a sentence for any other option
 */
export function readArguments(args: readonly string[]): ShellArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      address: { type: "string", short: "a", default: "neo4j://localhost:7687" },
      database: { type: "string", short: "d" },
      file: { type: "string", short: "f" },
      format: { type: "string" },
      "fail-fast": { type: "boolean" },
      "non-interactive": { type: "boolean" },
    },
  });
  const { address, database, file } = values;
  if (file === undefined) throw new Error("The stand-in for cypher-shell runs files only (-f).");
  return { address, database, file };
}
