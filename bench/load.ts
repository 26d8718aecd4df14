import { Agent, request } from "node:http";

/** What is sent over and over. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Requests under way at once. */
  readonly concurrency: number;
}

/** What came of it. */
export interface Outcome {
  readonly perSecond: number;
  /** Milliseconds from sending to the end of the answer, one per request. */
  readonly latencies: readonly number[];
}

/** Runs `work` from `concurrency` loops until `enough` says so; gives the rate and each duration. */
export async function drive(
  work: () => Promise<unknown>,
  concurrency: number,
  enough: (done: number, elapsed: number) => boolean,
): Promise<Outcome> {
  const latencies: number[] = [];
  const start = performance.now();
  const loop = async () => {
    while (!enough(latencies.length, performance.now() - start)) {
      const begun = performance.now();
      await work();
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return { perSecond: (latencies.length * 1000) / (performance.now() - start), latencies };
}

/** A client with kept-alive connections; an answer that is not 200 is an error. */
export class LoadClient {
  readonly #agent: Agent;
  readonly #load: Load;

  constructor(load: Load) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: load.concurrency });
    this.#load = load;
  }

  async send(): Promise<string> {
    const { url, headers, body } = this.#load;
    return await new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", agent: this.#agent, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${url} answered ${response.statusCode}: ${text}`));
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
