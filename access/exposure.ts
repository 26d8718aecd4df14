import { type Path, show } from "./finding.ts";
import { valueAt, walk } from "./tree.ts";

/** A Helm value or a setting that opens Neo4j to clients outside the cluster, or leaves it in plain text. */
export interface Exposure {
  /** Path below the Helm values; a setting of Neo4j stands below `config`. */
  at: Path;
  /** What it is, after the path in a sentence. */
  message: string;
  allowed: string;
}

/** Helm values of the chart by which clients outside the cluster reach Neo4j. */
export function publishedWays(values: unknown): Exposure[] {
  return walk(values, way);
}

const INSIDE = "reach Neo4j inside the cluster";

function way(value: unknown, at: Path): Exposure[] {
  const exposure = (allowed: string) => [
    { at, message: `is ${show(value)}`, allowed: `${allowed}; ${INSIDE}` },
  ];
  const key = at.at(-1);
  if (at.join(".") === "services.neo4j.enabled") return value === true ? exposure("false") : [];
  if (key === "type" && (value === "LoadBalancer" || value === "NodePort")) {
    return exposure("ClusterIP");
  }
  if (key === "externalIPs" && Array.isArray(value) && value.length > 0) return exposure("none");
  if (key === "hostPort" && value !== null) return exposure("none");
  return key === "hostNetwork" && value === true ? exposure("false") : [];
}

/** What a published server would answer in plain text: it speaks Bolt and HTTP with TLS alone. */
export function plainConnectors(
  values: unknown,
  config: Readonly<Record<string, string>>,
): Exposure[] {
  const found: Exposure[] = [];
  const level = config["server.bolt.tls_level"]?.trim().toUpperCase() ?? "REQUIRED";
  if (!servesTls(values, "bolt")) {
    found.push({
      at: ["ssl", "bolt"],
      message: "has no privateKey.secretName, while Neo4j is published",
      allowed: "the Secret of a certificate for Bolt",
    });
  } else if (level !== "REQUIRED") {
    const message = `is ${level}, while Neo4j is published`;
    found.push({ at: ["config", "server.bolt.tls_level"], message, allowed: "REQUIRED" });
  }
  if (config["server.http.enabled"]?.trim().toLowerCase() !== "false") {
    const message = "is not false, while Neo4j is published";
    found.push({ at: ["config", "server.http.enabled"], message, allowed: "false; use https" });
  }
  return found;
}

/** True for a connector with TLS: the chart turns it on when it is given the Secret of its key. */
export function servesTls(values: unknown, connector: "bolt" | "https"): boolean {
  const secret = valueAt(values, ["ssl", connector, "privateKey", "secretName"]);
  return typeof secret === "string" && secret !== "";
}
