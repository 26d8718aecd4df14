import { playBolt } from "./bolt.ts";
import { playHttp } from "./http.ts";
import { playWeb } from "./web.ts";

/** What differs between two runs of one server: [pattern, what is written in its place]. */
const CHANGING: readonly [RegExp, string][] = [
  [/"FB:[^"]*"/g, '"FB:..."'],
  [/"bolt-\d+"/g, '"bolt-N"'],
  [/"(t_first|t_last)":\d+/g, '"$1":0'],
  [/"4:[0-9a-f-]{36}:\d+"/g, '"4:..."'],
  [/(localhost|127\.0\.0\.1):\d+/g, "SERVER"],
  [/"id":"[0-9a-f]+","expires":"[^"]*"/g, '"id":"...","expires":"..."'],
];

/**
 * Plays the clients of Bolt and HTTP against a server with the user `neo4j`, and tells what each was
 * answered, without what differs from run to run.
 */
export async function answersOf(server: {
  bolt: number;
  http: number;
}): Promise<Record<string, unknown>> {
  const answers = {
    ...(await playBolt(server.bolt)),
    ...(await playHttp(server.http)),
    ...(await playWeb(server.bolt, server.http)),
  };
  const text = JSON.stringify(answers, (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return JSON.parse(CHANGING.reduce((all, [from, to]) => all.replace(from, to), text));
}
