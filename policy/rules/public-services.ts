import { type Neo4j, neo4jServersOf } from "../../access/effective/neo4j.ts";
import { nameOf, type Resource, Unknown } from "../../access/effective/resource.ts";
import { servesTls } from "../../access/exposure.ts";
import type { StackBreach, StackRule } from "../rule.ts";
import type { Stack } from "../stack.ts";

const SERVICE = "kubernetes:core/v1:Service";
const [BOLT, HTTP] = [7687, 7474];

export const publicServices: StackRule = {
  name: "public-services",
  description: "A Service beside Neo4j publishes no port of it without TLS.",
  why: "Tokens and data would cross the network in the clear, past all that the release says.",
  fix: "make the Service ClusterIP, or publish https (7473), and Bolt with ssl.bolt of the chart",
  level: "mandatory",
  owasp: "NHI6",
  tags: ["SC-8", "AC-17"],
  judgeStack: (stack) => {
    const servers = neo4jServersOf(stack.resources);
    if (servers.length === 0) return [];
    return stack.of(SERVICE).flatMap((service) => publishedPorts(service, servers, stack));
  },
};

function publishedPorts(service: Resource, servers: readonly Neo4j[], stack: Stack): StackBreach[] {
  const { spec } = service.properties;
  if (spec instanceof Unknown) stack.open.add(`spec of ${nameOf(service)}`);
  const { type, ports, externalIPs } = Object(spec) as Record<string, unknown>;
  const isPublic =
    type === "LoadBalancer" ||
    type === "NodePort" ||
    (Array.isArray(externalIPs) && externalIPs.length > 0);
  if (!isPublic || !Array.isArray(ports)) return [];
  const boltIsPlain = servers.some(({ release }) => !servesTls(release.properties.values, "bolt"));
  return ports.flatMap((port, index) => {
    const numbers = [port?.port, port?.targetPort].map(Number);
    const isPlain = numbers.includes(HTTP) || (numbers.includes(BOLT) && boltIsPlain);
    if (!isPlain) return [];
    const reason = "which publishes Neo4j outside the cluster in plain text";
    return [{ urn: service.urn, at: `spec.ports[${index}]`, value: port.port, reason }];
  });
}
