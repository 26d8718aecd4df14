/** An emulator that cannot start as it was asked to; `code` is stable. */
export class EmulatorError extends Error {
  override readonly name = "EmulatorError";
  readonly code: "host_not_loopback" | "port_in_use" | "already_started" | "not_started";

  constructor(code: EmulatorError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
