import { setTimeout as delay } from "node:timers/promises";
import {
  ApiException,
  type KubernetesObject,
  PatchStrategy,
  setHeaderOptions,
} from "@kubernetes/client-node";

/** Option of a patch whose body is a JSON merge patch. */
export const MERGE_PATCH = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 200;

/** What tells an object from all others; each that the API server answers has all three. */
export interface Identity {
  /** Empty for an object that is in none. */
  namespace: string;
  name: string;
  uid: string;
}

/** The {@link Identity} of an object from the API server. */
export function identityOf({ metadata }: KubernetesObject): Identity {
  const { namespace = "", name = "", uid = "" } = metadata ?? {};
  return { namespace, name, uid };
}

/**
 * Runs an action against the API server, again after failures that may pass. An object that is gone
 * or has changed (404, 409) ends it silently: another notification follows for what is there now.
 * @throws ApiException that is not worth another attempt, or the error of the fifth attempt
 */
export async function retrying(
  action: () => Promise<unknown>,
  pause: (ms: number) => Promise<unknown> = delay,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await action();
      return;
    } catch (error) {
      const code = error instanceof ApiException ? error.code : undefined;
      if (code === 404 || code === 409) return;
      if (attempt === ATTEMPTS || (code !== undefined && code < 500 && code !== 429)) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/** What an error says, without the headers of the API server's answer: their date makes each another text. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\nHeaders: ", 1)[0] ?? "";
}

/** The object of a read, or undefined if the API server answers 404. */
export async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}
