import type { Socket } from "node:net";

/** Cuts a socket when nothing moves its deadline in time. Never keeps the process alive. */
export class Watchdog {
  readonly #socket: Socket;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("close", () => clearTimeout(this.#timer));
  }

  /** Replaces the deadline by one so many milliseconds from now. */
  expect(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#socket.destroyed) return;
    this.#timer = setTimeout(() => this.#socket.destroy(), milliseconds);
    this.#timer.unref();
  }
}
