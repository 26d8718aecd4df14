import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";

// A program in place of a kube-apiserver or kube-controller-manager: it writes its certificate as they do, answers
// those who have a token of --token-auth-file (everybody, if there is none), and keeps its arguments for the test.
const [, , name = "", certificate = "", log = "", ...given] = process.argv;
const option = (wanted: string): string => {
  const found = given.find((argument) => argument.startsWith(`--${wanted}=`));
  return found?.slice(wanted.length + 3) ?? "";
};
const { cert, key } = JSON.parse(readFileSync(certificate, "utf8")) as {
  cert: string;
  key: string;
};
const tokens = option("token-auth-file");
const known = tokens === "" ? undefined : readFileSync(tokens, "utf8").split("\n");
mkdirSync(option("cert-dir"), { recursive: true });
writeFileSync(join(option("cert-dir"), `${name.replace("kube-api", "api")}.crt`), cert);
createServer({ cert, key }, ({ headers, url }, response) => {
  const token = headers.authorization?.replace("Bearer ", "");
  const allowed = known === undefined || known.some((line) => line.split(",")[0] === token);
  response.writeHead(allowed && url === (known ? "/readyz" : "/healthz") ? 200 : 401).end();
}).listen(Number(option("secure-port")), "127.0.0.1", () => {
  writeFileSync(join(log, name), JSON.stringify({ pid: process.pid, given }));
  console.log(`${name} listens`);
});
