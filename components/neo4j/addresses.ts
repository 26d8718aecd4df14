import { servesTls } from "../../access/exposure.ts";
import type { Values } from "./values/values.ts";

/** Where clients inside the cluster reach the server, at the name of its Service. */
export function addresses(host: string, values: Values): { boltUri: string; httpUri: string } {
  return {
    boltUri: `${servesTls(values, "bolt") ? "neo4j+s" : "neo4j"}://${host}:7687`,
    httpUri: servesTls(values, "https") ? `https://${host}:7473` : `http://${host}:7474`,
  };
}
