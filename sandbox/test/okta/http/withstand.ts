import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { expect } from "vitest";
import type { OktaEmulator } from "../../../okta/emulator.ts";
import { Caller, serviceApp } from "../support.ts";
import { type Hostile, hostile } from "./hostile.ts";

const MEGABYTE = 1024 * 1024;

/**
 * Sends so many senseless and malformed requests, one after the other: each is answered in Okta's or
 * OAuth's form, by a page, or the connection is closed, none is a 500, the emulator still answers, and memory
 * stays within 200 MB of where it began.
 */
export async function withstand(okta: OktaEmulator, requests: number): Promise<void> {
  const admin = new Caller(okta);
  await admin.post("/api/v1/apps", serviceApp("target", "target-client"));
  const agent = new Agent({ keepAlive: true });
  const before = process.memoryUsage().heapUsed;
  try {
    await fc.assert(
      fc.asyncProperty(hostile(okta), async (each) => {
        const answer = await send(okta, agent, each);
        if (answer) checkForm(answer);
      }),
      { numRuns: requests, endOnFailure: true },
    );
  } finally {
    agent.destroy();
  }
  expect((await admin.get("/api/v1/authorizationServers/default")).status).toBe(200);
  expect((process.memoryUsage().heapUsed - before) / MEGABYTE).toBeLessThan(200);
}

/** An answer, its body as text. */
interface Answer {
  status: number;
  text: string;
}

function checkForm({ status, text }: Answer): void {
  expect(status).toBeLessThan(500);
  if (status < 400 || text === "" || text.startsWith("<!doctype html>")) return;
  const { errorCode, error } = JSON.parse(text);
  expect(errorCode ?? error).toEqual(expect.any(String));
}

/** Sends one and returns what came back, or null where the server hung up. */
async function send(okta: OktaEmulator, agent: Agent, each: Hostile): Promise<Answer | null> {
  const port = Number(new URL(okta.url).port);
  if (each.kind === "bytes") {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.end(each.bytes);
    const text = await socket.toArray().then(
      (parts) => parts.join(""),
      () => "",
    );
    return firstAnswer(text);
  }
  const { method, path, headers, body } = each;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request({ host: "127.0.0.1", port, agent, method, path, headers }, resolve);
  outgoing.on("error", reject);
  outgoing.end(method === "GET" || method === "HEAD" || method === "TRACE" ? undefined : body);
  const incoming = await promise;
  return { status: incoming.statusCode ?? 0, text: (await incoming.toArray()).join("") };
}

/** The first of what may be several answers on one connection. */
function firstAnswer(text: string): Answer | null {
  const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];
  const length = Number(/^content-length: (\d+)\r$/im.exec(text)?.[1] ?? 0);
  const start = text.indexOf("\r\n\r\n") + 4;
  return status ? { status: Number(status), text: text.slice(start, start + length) } : null;
}
