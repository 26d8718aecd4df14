export type NodeErrorCode =
  | "SERVICE_NOT_FOUND"
  | "SERVICE_PORT_UNKNOWN"
  | "SERVICE_PORT_NOT_SERVED"
  | "SERVICE_NOT_READY";

/** Something that the node was asked for and cannot do. */
export class NodeError extends Error {
  readonly code: NodeErrorCode;

  constructor(code: NodeErrorCode, message: string) {
    super(message);
    this.name = "NodeError";
    this.code = code;
  }
}
