import { Buffer } from "node:buffer";
import WebSocket, { createWebSocketStream } from "ws";
import { PULL, RawClient, run } from "../../neo4j/bolt/raw-client.ts";
import { LOGGED_IN } from "./bolt.ts";

const HANDSHAKE = Buffer.from("6060b01700000805000000000000000000000000", "hex");
const ORIGIN = { origin: "https://page.example" };

/** What a page sends in WebSockets: [path, subprotocols, messages]; text stands for a text message. */
const WEB_SOCKETS: Readonly<
  Record<string, [path: string, protocols: string[], messages: (Buffer | string)[]]>
> = {
  "a handshake": ["/", [], [HANDSHAKE]],
  "a handshake in two messages": ["/", [], [HANDSHAKE.subarray(0, 3), HANDSHAKE.subarray(3)]],
  "a handshake as text": ["/", [], [HANDSHAKE.toString("latin1")]],
  "a message of 64 KiB and a byte": ["/", [], [HANDSHAKE, Buffer.alloc(65_537)]],
  "a subprotocol": ["/", ["bolt"], []],
};

/** Speaks HTTP and WebSockets as a browser's page does, and tells what each was answered, by name. */
export async function playWeb(bolt: number, http: number): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [name, [path, protocols, messages]] of Object.entries(WEB_SOCKETS)) {
    const socket = new WebSocket(`ws://127.0.0.1:${bolt}${path}`, protocols, ORIGIN);
    answers[`WebSocket: ${name}`] = await talk(socket, messages);
  }
  answers["WebSocket: a statement"] = await runStatement(bolt);
  for (const [name, path] of [
    ["a path", "/"],
    ["another path", "/nowhere?x"],
  ]) {
    const answer = await fetch(`http://127.0.0.1:${bolt}${path}`, { headers: ORIGIN });
    answers[`HTTP on the Bolt port: ${name}`] = await described(answer);
  }
  for (const [path, method] of [
    ["/", "GET"],
    ["/db/neo4j/query/v2", "POST"],
  ] as const) {
    const preflight = {
      ...ORIGIN,
      "access-control-request-method": method,
      "access-control-request-headers": "authorization",
    };
    const init = { method: "OPTIONS", headers: preflight };
    const answer = await fetch(`http://127.0.0.1:${http}${path}`, init);
    const { body: _, ...told } = await described(answer);
    answers[`HTTP: the preflight request of ${path}`] = told;
  }
  return answers;
}

/** What comes back until the server closes or has answered once, and the code that it closes with. */
async function talk(socket: WebSocket, messages: readonly (Buffer | string)[]): Promise<unknown> {
  const received: string[] = [];
  socket.on("message", (bytes: Buffer) => {
    received.push(bytes.toString("hex"));
    if (messages.length < 2 || messages[0] !== HANDSHAKE) socket.terminate();
  });
  socket.on("error", ({ message }) => received.push(message));
  socket.on("open", () => {
    for (const message of messages) socket.send(message);
  });
  const code = await new Promise((resolve) => socket.on("close", resolve));
  return [...received, code];
}

async function runStatement(port: number): Promise<unknown[]> {
  const stream = createWebSocketStream(new WebSocket(`ws://127.0.0.1:${port}/`));
  const client = await new RawClient(stream).agree(8);
  client.send(...LOGGED_IN, run("RETURN 1 AS x"), PULL);
  const answers = await client.messages(5);
  stream.destroy();
  return answers;
}

async function described(answer: Response) {
  const names = ["content-type", "access-control-allow-origin", "vary"];
  const asked = ["access-control-allow-methods", "access-control-allow-headers"];
  const headers = [...names, ...asked].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value.replace(/; ?charset=utf-8$/i, "")]];
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: await answer.text(),
  };
}
