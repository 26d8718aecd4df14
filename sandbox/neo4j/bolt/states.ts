import { Neo4jError } from "../security/types.ts";
import type { RequestType } from "./request.ts";

/** The states of a connection after the handshake. Source: "Bolt Protocol server state". */
export type State =
  | "NEGOTIATION"
  | "AUTHENTICATION"
  | "READY"
  | "STREAMING"
  | "IN_TRANSACTION"
  | "TX_STREAMING"
  | "FAILED"
  | "INTERRUPTED"
  | "DEFUNCT";

const IN_TRANSACTION: readonly RequestType[] = ["RUN", "COMMIT", "ROLLBACK", "RESET"];

/** Requests that each state takes. GOODBYE is taken in any, before it gets here. */
const ACCEPTED: Readonly<Record<State, readonly RequestType[]>> = {
  NEGOTIATION: ["HELLO"],
  AUTHENTICATION: ["LOGON"],
  READY: ["LOGOFF", "RUN", "BEGIN", "ROUTE", "TELEMETRY", "RESET"],
  STREAMING: ["PULL", "DISCARD", "RESET"],
  IN_TRANSACTION,
  TX_STREAMING: [...IN_TRANSACTION, "PULL", "DISCARD"],
  FAILED: ["RESET"],
  INTERRUPTED: ["RESET"],
  DEFUNCT: [],
};

/** The only requests that are not answered with IGNORED while a failure waits for its RESET. */
const NEVER_IGNORED: readonly RequestType[] = ["HELLO", "RESET", "GOODBYE"];

/** Whether the state answers the request with IGNORED. */
export function ignores(state: State, type: RequestType): boolean {
  return (state === "FAILED" || state === "INTERRUPTED") && !NEVER_IGNORED.includes(type);
}

/** @throws Neo4jError Request.Invalid for a request that the state does not take */
export function requireAccepted(state: State, type: RequestType): void {
  if (ACCEPTED[state].includes(type)) return;
  throw new Neo4jError(
    "Neo.ClientError.Request.Invalid",
    `Message of type ${messageClass(type)} cannot be handled by a session in the ${state} state.`,
  );
}

/** As Neo4j calls it: `RunMessage`. */
function messageClass(type: RequestType): string {
  return `${type.charAt(0)}${type.slice(1).toLowerCase()}Message`;
}
