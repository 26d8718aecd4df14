import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { SandboxError } from "../../errors.ts";
import type { Outcome } from "../outcome/schema.ts";
import { type Answer, APPLY } from "./control.ts";
import { type Identity, notedSandbox } from "./note.ts";

/**
 * Asks the running sandbox of a stack to apply what the stack's file says now.
 *
 * @param write shows what it tells meanwhile
 * @param signal ends the wait, not the work; rejects with its reason
 * @throws SandboxError `sandbox-not-running`, `sandbox-gone`
 */
export async function applyInRunning(
  cache: string,
  identity: Identity,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const socket = await notedSandbox(cache, identity);
  const client = socket === undefined ? undefined : await connected(socket);
  if (client === undefined) {
    throw new SandboxError(
      "sandbox-not-running",
      `no sandbox is up for stack ${identity.stack} of ${identity.root}. ` +
        "Fix: start it without --once, wait until it says that it is up, then --apply.",
    );
  }
  const stop = () => client.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const lines = createInterface({ input: client });
    client.once("close", () => lines.close());
    client.write(`${APPLY}\n`);
    for await (const line of lines) {
      const answer = JSON.parse(line) as Answer;
      if ("outcome" in answer) return answer.outcome;
      write(answer.text);
    }
  } finally {
    signal.removeEventListener("abort", stop);
    client.destroy();
  }
  signal.throwIfAborted();
  throw new SandboxError("sandbox-gone", "the sandbox ended before it had applied the stack.");
}

/** @returns undefined when nobody listens there any more */
function connected(path: string): Promise<Socket | undefined> {
  const client = connect(path);
  return new Promise((settle) => {
    client.once("connect", () => settle(client));
    client.on("error", () => settle(undefined));
  });
}
