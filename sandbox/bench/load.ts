import { connect, type Socket } from "node:net";

/** What came of a load. */
export interface Outcome {
  readonly perSecond: number;
  /** Milliseconds that each piece of work took. */
  readonly latencies: readonly number[];
  /** Milliseconds of processor time of this process, all its threads, per piece of work. */
  readonly cpu: number;
}

/** Runs `work` from `concurrency` loops until `enough` says so. */
export async function drive(
  work: () => Promise<unknown>,
  concurrency: number,
  enough: (done: number, elapsed: number) => boolean,
): Promise<Outcome> {
  const latencies: number[] = [];
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const loop = async () => {
    while (!enough(latencies.length, performance.now() - start)) {
      const begun = performance.now();
      await work();
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    perSecond: (latencies.length * 1000) / (performance.now() - start),
    latencies,
    cpu: (user + system) / 1000 / latencies.length,
  };
}

/** A request that is sent over and over. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same every time, or made anew for each request. */
  readonly body: string | (() => Promise<string>);
}

/**
 * Sends one POST again and again over kept-alive connections. It reads no more of HTTP than it takes
 * to find the end of an answer with a Content-Length, so that the machine's time goes to the server
 * under test. An answer that is not 200 is an error.
 */
export class LoadClient {
  readonly #idle: Connection[] = [];
  readonly #address: { host: string; port: number };
  readonly #head: string;
  readonly #next: () => Buffer | Promise<Buffer>;

  constructor({ url, headers, body }: Post) {
    const { hostname, port, pathname, host } = new URL(url);
    this.#address = { host: hostname, port: Number(port) };
    const lines = Object.entries({ host, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    this.#head = `POST ${pathname} HTTP/1.1\r\n${lines.join("")}`;
    if (typeof body === "string") {
      const same = this.#request(body);
      this.#next = () => same;
    } else {
      this.#next = async () => this.#request(await body());
    }
  }

  /** One exchange; gives the answer with its head. */
  async send(): Promise<string> {
    const request = await this.#next();
    const connection = this.#idle.pop() ?? new Connection(connect(this.#address));
    const answer = await connection.exchange(request);
    this.#idle.push(connection);
    if (!answer.startsWith("HTTP/1.1 200 ")) throw new Error(`The server answered: ${answer}`);
    return answer;
  }

  #request(body: string): Buffer {
    return Buffer.from(`${this.#head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}

/** One connection with at most one request under way. */
class Connection {
  readonly #socket: Socket;
  #received = "";
  #waiting: PromiseWithResolvers<string> | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#take(chunk));
    socket.on("error", (error) => this.#waiting?.reject(error));
    socket.on("close", () => this.#waiting?.reject(new Error("The server closed the connection.")));
  }

  exchange(request: Buffer): Promise<string> {
    this.#waiting = Promise.withResolvers();
    this.#socket.write(request);
    return this.#waiting.promise;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/^content-length: *(\d+)/im.exec(this.#received)?.[1]);
    if (this.#received.length < end + 4 + length) return;
    const answer = this.#received;
    this.#received = "";
    this.#waiting?.resolve(answer);
  }
}
