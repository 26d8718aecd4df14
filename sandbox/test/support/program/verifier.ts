import { readFile, writeFile } from "node:fs/promises";

// Proves that Neo4j takes the password that the stack put out, and ends with the status in STATUS.
const read = async (path: string) => JSON.parse(await readFile(path, "utf8"));
const handover = await read(process.argv[2] ?? "");
const { clientId, nativePassword } = await read(handover.outputs);
const [service] = handover.services.filter(
  ({ name, port }: { name: string; port: number }) => name === "graph" && port === 7474,
);
const answer = await fetch(`http://${service.address}/db/neo4j/query/v2`, {
  method: "POST",
  headers: {
    authorization: `Basic ${Buffer.from(`neo4j:${nativePassword}`).toString("base64")}`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ statement: "RETURN 1" }),
});
console.log(`${handover.project} ${handover.stack}: ${clientId !== undefined}, ${answer.status}`);
await writeFile(handover.guide, "how to go on\n");
process.exitCode = answer.ok ? Number(process.env.STATUS ?? 0) : 1;
