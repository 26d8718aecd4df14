import { type Path, show } from "../../../../access/finding.ts";
import { servesTls } from "../../../../components/neo4j/addresses.ts";
import { walk } from "../../../../components/neo4j/values/values.ts";
import type { Draft } from "../../draft.ts";
import { type Breach, configBreach, valueBreach } from "./breach.ts";

/** Ways by which clients outside the cluster reach Neo4j, and whether those are encrypted. */
export function exposureBreaches(draft: Draft): Breach[] {
  const { values = {} } = draft.neo4j;
  const published = walk(values, ways);
  return published.length === 0 ? [] : [...published, ...plaintext(draft.neo4j)];
}

const INSIDE = "reach Neo4j inside the cluster";

function ways(value: unknown, at: Path): Breach[] {
  const breach = (allowed: string) => [
    valueBreach("load-balancer", at, `is ${show(value)}`, `${allowed}; ${INSIDE}`),
  ];
  const key = at.at(-1);
  if (at.join(".") === "services.neo4j.enabled") return value === true ? breach("false") : [];
  if (key === "type" && (value === "LoadBalancer" || value === "NodePort")) {
    return breach("ClusterIP");
  }
  if (key === "externalIPs" && Array.isArray(value) && value.length > 0) return breach("none");
  if (key === "hostPort" && value !== null) return breach("none");
  return key === "hostNetwork" && value === true ? breach("false") : [];
}

/** A published server speaks Bolt and HTTP with TLS alone. */
function plaintext({ values = {}, config = {} }: Draft["neo4j"]): Breach[] {
  const found: Breach[] = [];
  const level = config["server.bolt.tls_level"]?.trim().toUpperCase() ?? "REQUIRED";
  if (!servesTls(values, "bolt")) {
    found.push(
      valueBreach(
        "plaintext",
        ["ssl", "bolt"],
        "has no privateKey.secretName, while Neo4j is published",
        "the Secret of a certificate for Bolt",
      ),
    );
  } else if (level !== "REQUIRED") {
    const message = `is ${level}, while Neo4j is published`;
    found.push(configBreach("plaintext", "server.bolt.tls_level", message, "REQUIRED"));
  }
  if (config["server.http.enabled"]?.trim().toLowerCase() !== "false") {
    const message = "is not false, while Neo4j is published";
    found.push(configBreach("plaintext", "server.http.enabled", message, "false; use https"));
  }
  return found;
}
