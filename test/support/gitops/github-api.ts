import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

const REPOSITORY = "example/access";
const BOT = "github-actions[bot]";

interface Text {
  id: number;
  number: number;
  body: string;
  title?: string;
  state: "open" | "closed";
  user: { login: string };
}

/** What a pull request, a run of its review and the artifacts of that are, as GitHub tells them. */
interface Reviewed {
  pulls: object[];
  runs: object[];
  artifacts: object[];
}

/**
 * GitHub's REST API on loopback, as far as the pipelines use it. It keeps what is written, and notes each
 * request that writes.
 */
export class GitHubApi {
  comments: Text[] = [];
  issues: Text[] = [];
  /** Method and path of each write, in order. */
  writes: string[] = [];
  reviewed: Reviewed = { pulls: [], runs: [], artifacts: [] };
  /** The token that may write; others may read. */
  token = "write-token";
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request)
      .catch((error) => ({ status: 500, body: { message: String(error) } }))
      .then(({ status, body }) => {
        response
          .writeHead(status, { "content-type": "application/json" })
          .end(JSON.stringify(body));
      });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The variables that GitHub gives to each step, for this repository. */
  get environment(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return { GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: REPOSITORY };
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { method = "", headers } = request;
    const { pathname } = new URL(request.url ?? "", "http://github");
    const path = pathname.replace(`/repos/${REPOSITORY}`, "");
    if (method === "GET") return this.#read(path);
    this.writes.push(`${method} ${path}`);
    if (headers.authorization !== `Bearer ${this.token}`) {
      return { status: 403, body: { message: "Resource not accessible by integration" } };
    }
    return this.#write(method, path, (await json(request)) as Partial<Text>);
  }

  #read(path: string): { status: number; body: unknown } {
    const { pulls, runs, artifacts } = this.reviewed;
    const known: [RegExp, unknown][] = [
      [/^\/issues\/\d+\/comments$/, this.comments],
      [/^\/issues$/, this.issues.filter(({ state }) => state === "open")],
      [/^\/commits\/\w+\/pulls$/, pulls],
      [/^\/actions\/runs$/, { workflow_runs: runs }],
      [/^\/actions(\/runs\/\d+)?\/artifacts$/, { artifacts }],
    ];
    const found = known.find(([pattern]) => pattern.test(path));
    return found ? { status: 200, body: found[1] } : { status: 404, body: { message: path } };
  }

  #write(method: string, path: string, given: Partial<Text>): { status: number; body: unknown } {
    const texts = path.includes("comments") ? this.comments : this.issues;
    if (method === "POST") {
      const id = texts.length + 1;
      texts.push({ body: "", ...given, id, number: id, state: "open", user: { login: BOT } });
      return { status: 201, body: texts.at(-1) };
    }
    const text = texts.find(({ id }) => String(id) === path.split("/").at(-1));
    if (text === undefined) return { status: 404, body: { message: path } };
    Object.assign(text, given);
    return { status: 200, body: text };
  }
}
