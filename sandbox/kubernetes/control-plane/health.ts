import { readFile } from "node:fs/promises";
import { get } from "node:https";

/** A health endpoint, and what it takes to ask it. */
export interface HealthEndpoint {
  /** e.g. `https://127.0.0.1:41234/readyz`. */
  url: string;
  /** File with the PEM certificates to trust; not ready while it does not exist. */
  certificateFile: string;
  token?: string;
}

/** Asks a health endpoint once: true if it answers 200 under a certificate that we trust. */
export async function isHealthy(endpoint: HealthEndpoint, signal: AbortSignal): Promise<boolean> {
  const ca = await readFile(endpoint.certificateFile, "utf8");
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const headers = endpoint.token ? { authorization: `Bearer ${endpoint.token}` } : {};
  get(endpoint.url, { ca, headers, signal, agent: false }, (response) => {
    response.resume();
    response.once("end", () => resolve(response.statusCode === 200));
    response.once("error", reject);
  }).once("error", reject);
  return await promise;
}
