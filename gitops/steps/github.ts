import { setTimeout as sleep } from "node:timers/promises";

const ATTEMPTS = 4;
const TIMEOUT = 20_000;
/** The longest that is waited because GitHub asks for it, in seconds. */
const LONGEST_WAIT = 60;

/** What a step could not do, in a sentence with a code. */
export class StepError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${message} (${code})`);
    this.code = code;
  }
}

/** Runs a step. What it cannot do is told in a sentence, and ends with exit status 3, or 1 where it objects. */
export async function runStep(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const isExpected = error instanceof StepError;
    console.error(isExpected ? error.message : error);
    process.exitCode = isExpected && error.code === "gitops-not-reviewed" ? 1 : 3;
  }
}

/** The parts of GitHub's REST API that the steps use, for one repository. */
export class GitHub {
  readonly #base: string;
  readonly #token: string;

  /** @throws StepError `gitops-github` when a variable is missing that every job of GitHub has */
  constructor(environment: NodeJS.ProcessEnv) {
    const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = environment;
    if (!GITHUB_API_URL || !GITHUB_REPOSITORY || !GITHUB_TOKEN) {
      const names = "GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN";
      throw new StepError("gitops-github", `This step needs ${names} in its environment.`);
    }
    this.#base = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}`;
    this.#token = GITHUB_TOKEN;
  }

  /**
   * Every item of a list, page by page.
   *
   * @param key the field that holds the items, where the answer is no list by itself
   */
  async list<T>(path: string, key?: string): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; ; page += 1) {
      const mark = path.includes("?") ? "&" : "?";
      const answer = await this.#ask("GET", `${path}${mark}per_page=100&page=${page}`);
      const items = (key === undefined ? answer : (answer as Record<string, T[]>)[key]) as T[];
      found.push(...items);
      if (items.length < 100) return found;
    }
  }

  /** Creates or changes something. */
  async write(method: "POST" | "PATCH", path: string, body: object): Promise<void> {
    await this.#ask(method, path, body);
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(`${this.#base}${path}`, {
        method,
        headers: {
          accept: "application/vnd.github+json",
          authorization: `Bearer ${this.#token}`,
          "content-type": "application/json",
          "x-github-api-version": "2022-11-28",
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.ok) return response.json();
      const { status, headers } = response;
      // A refusal for its rate is no answer yet; a failed write may have been done, so it is not repeated.
      const isRate =
        status === 429 ||
        headers.get("x-ratelimit-remaining") === "0" ||
        headers.has("retry-after");
      if (attempt === ATTEMPTS || !(isRate || (status >= 500 && method === "GET"))) {
        throw new StepError(
          status === 403 ? "gitops-forbidden" : "gitops-github",
          `GitHub answers ${status} to ${method} ${path.split("?")[0]}.`,
        );
      }
      await sleep(
        1000 * Math.min(LONGEST_WAIT, Number(headers.get("retry-after")) || 2 ** attempt),
      );
    }
  }
}
