import { once } from "node:events";
import { chmod } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Outcome } from "../outcome/schema.ts";
import { type Identity, noteSandbox } from "./note.ts";

/** What is asked of a running sandbox, on one line. */
export const APPLY = JSON.stringify({ version: 1, command: "apply" });

/** What it answers, a line each: text as it comes, and at the end one outcome. */
export type Answer = { text: string } | { outcome: Outcome };

/** Applies what the stack's file says now. @param write shows text to whoever asked */
export type Apply = (write: (text: string) => void) => Promise<Outcome>;

export interface ControlOptions {
  /** The run's own folder, which this user alone can enter: whoever reaches the socket may ask. */
  directory: string;
  cache: string;
  identity: Identity;
  apply: Apply;
}

/**
 * Lets other processes of this user ask a running sandbox for something, by a socket in the run's own
 * folder. Who asks while another one is at work waits. Who goes away does not stop what it asked for.
 *
 * @returns ends it, when what is at work has ended
 * @throws where there can be no socket, as in a folder whose path is very long, and SandboxError `toolchain-cache`
 */
export async function serveControl(options: ControlOptions): Promise<() => Promise<void>> {
  const { directory, cache, identity, apply } = options;
  const path = join(directory, "control");
  const clients = new Set<Socket>();
  let busy = 0;
  let last: Promise<unknown> = Promise.resolve();
  const answer = async (client: Socket) => {
    const send = (line: Answer) => void client.write(`${JSON.stringify(line)}\n`);
    const write = (text: string) => send({ text });
    if (busy > 0) write("The sandbox is at work on another --apply: this one begins after it.\n");
    busy += 1;
    const turn = last.then(() => apply(write)).finally(() => (busy -= 1));
    last = turn.catch(() => {});
    send({ outcome: await turn });
    client.end();
  };
  const server = createServer((client) => {
    clients.add(client);
    client.on("error", () => {}).on("close", () => clients.delete(client));
    createInterface({ input: client }).once("line", (line) => {
      if (line === APPLY) answer(client).catch(() => client.destroy());
      else client.destroy();
    });
  });
  server.listen(path);
  let removeNote = async () => {};
  try {
    await once(server, "listening");
    await chmod(path, 0o600);
    removeNote = await noteSandbox(cache, identity, path);
  } catch (error) {
    server.close();
    throw error;
  }
  return async () => {
    await removeNote();
    server.close();
    await last;
    for (const client of clients) client.destroy();
  };
}
