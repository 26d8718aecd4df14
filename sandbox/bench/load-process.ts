import { drive, LoadClient, type Post } from "./load.ts";

/** What a process of its own is asked to send, from how many loops and for how long. */
export interface Turn {
  post: Omit<Post, "body"> & { body: string };
  concurrency: number;
  milliseconds: number;
}

/** A process that sends requests when it is asked to, and tells what came of it. */
let client: LoadClient | undefined;
process.on("message", async ({ post, concurrency, milliseconds }: Turn) => {
  client ??= new LoadClient(post);
  const sender = client;
  const enough = (_: number, elapsed: number) => elapsed >= milliseconds;
  const { perSecond, latencies } = await drive(() => sender.send(), concurrency, enough);
  process.send?.({ perSecond, latencies });
});
