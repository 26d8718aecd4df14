import { afterEach, expect, test } from "vitest";
import { kubeconfigText } from "../../../kubernetes/control-plane/credentials.ts";
import { assertReachable, readKubeconfig } from "../../../kubernetes/node/kubeconfig.ts";
import { NodeError } from "../../../kubernetes/node/node-error.ts";
import { freePort } from "../../../process/ports.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

let server: ApiServer | undefined;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

test.each([
  ["", "it is not YAML of that form"],
  ["[1, 2", "it is not YAML of that form"],
  ["users:\n - token: s3cret\n   bad", "it is not YAML of that form"],
  ["plain text", "its current context has no cluster"],
  ["apiVersion: v1\nkind: Config\nclusters: []\n", "its current context has no cluster"],
])("refuses %j without repeating it", (text, why) => {
  const read = () => readKubeconfig(text);
  expect(read).toThrow(NodeError);
  expect(read).toThrow(expect.objectContaining({ code: "KUBECONFIG_INVALID" }));
  expect(read).toThrow(`The kubeconfig cannot be used: ${why}`);
  expect(read).not.toThrow("s3cret");
});

test("a cluster that does not answer is told with its address", async () => {
  const address = `https://127.0.0.1:${await freePort()}`;
  const text = kubeconfigText({
    server: address,
    certificateAuthority: "",
    user: "u",
    token: "s3cret",
  });
  const reached = assertReachable(readKubeconfig(text));
  await expect(reached).rejects.toMatchObject({ code: "CLUSTER_UNREACHABLE" });
  await expect(reached).rejects.toThrow(
    `The cluster of the kubeconfig, ${address}, cannot be used: `,
  );
  await expect(reached).rejects.toThrow("ECONNREFUSED");
  await expect(reached).rejects.not.toThrow("s3cret");
});

test("a cluster that refuses the credentials is told with its answer", async () => {
  server = await startApiServer();
  server.on("GET /version", (_, response) => response.writeHead(401).end("{}"));
  await expect(assertReachable(server.kubeConfig)).rejects.toThrow("it answers 401");
  server.on("GET /version", { major: "1", minor: "36" });
  await expect(assertReachable(server.kubeConfig)).resolves.toBeUndefined();
});
