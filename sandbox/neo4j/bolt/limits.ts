/** What one client may cost. Sizes are bytes, times milliseconds. */
export interface Limits {
  /**
   * Clients connected at once. One more takes the place of the oldest that waits with its login; if none
   * does, it is closed at once.
   */
  connections: number;
  /** Clients of one address that wait with their login; one more takes the place of its oldest. */
  unauthenticated: number;
  /** One message before a login; 8 KiB as in Neo4j (`internal.dbms.connector.bolt.unauth_max_inbound_bytes`). */
  unauthenticatedMessage: number;
  /** One message after a login. */
  message: number;
  /** Messages that wait for their turn before the socket is no longer read. */
  queued: number;
  /**
   * From the connection to the end of the login; 30 s as in Neo4j, which calls it
   * `internal.dbms.connector.bolt.unauth_connection_timeout`.
   */
  authenticationTimeout: number;
  /** From one piece of a message to the next, and for reading what was answered. */
  messageTimeout: number;
  /** From one request to the next. */
  idleTimeout: number;
  /** For the client to close its side after the server closed its own. */
  closeTimeout: number;
}

/** The limits of a stand-in that was given none. */
export const DEFAULT_LIMITS: Readonly<Limits> = {
  connections: 400,
  unauthenticated: 200,
  unauthenticatedMessage: 8 * 1024,
  message: 1024 * 1024,
  queued: 2 * 1024 * 1024,
  authenticationTimeout: 30_000,
  messageTimeout: 60_000,
  idleTimeout: 3_600_000,
  closeTimeout: 2_000,
};
