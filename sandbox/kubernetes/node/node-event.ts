/** Something that the node did, or could not do, with a Pod; also written to the API as an Event. */
export interface NodeEvent {
  type: "Normal" | "Warning";
  /** CamelCase, the kubelet's own word where it has one, e.g. `BackOff`, `FailedMount`. */
  reason: string;
  namespace: string;
  pod: string;
  /** For `BackOff` it ends with the last lines that the container printed. */
  message: string;
}

/** One line that a container printed. */
export interface ContainerLine {
  namespace: string;
  pod: string;
  container: string;
  line: string;
}

/** e.g. `BackOff neo4j/neo4j-0: Back-off restarting failed container ...`. */
export function describeEvent(event: NodeEvent): string {
  const subject = event.pod === "" ? "node" : `${event.namespace}/${event.pod}`;
  return `${event.reason} ${subject}: ${event.message}`;
}
