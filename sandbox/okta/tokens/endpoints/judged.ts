import type { App } from "../../entities.ts";
import { judge, type Step, TokenRequest } from "../request.ts";
import type { Answer } from "./endpoint.ts";

/** Judges a form by steps, the last of which gives the answer; `record` is told how it ended. */
export function judgedBy(
  steps: readonly Step[],
  record: (subject: TokenRequest, refused?: unknown) => void = () => {},
): Answer {
  return async (state, issuer, request) => {
    const subject = new TokenRequest(state, issuer, request);
    try {
      await judge(subject, steps);
      record(subject);
    } catch (error) {
      record(subject, error);
      throw error;
    } finally {
      const client: App | undefined = subject.client;
      request.caller = client ? { id: client.clientId, scopes: [], rights: [] } : null;
    }
    return subject.answer;
  };
}
