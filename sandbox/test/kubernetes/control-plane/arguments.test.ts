import { expect, test } from "vitest";
import {
  apiserverArguments,
  controllerManagerArguments,
  etcdArguments,
  isEtcdReady,
} from "../../../kubernetes/control-plane/arguments.ts";

test("etcd, which asks for no credentials, listens on no port", () => {
  const urls = etcdArguments().filter((argument) => argument.includes("urls="));
  expect(urls).toHaveLength(3);
  for (const url of urls) expect(url).toMatch(/=unix:\/\/localhost:\d+$/);
});

test("etcd's line of readiness is known among others", () => {
  const ready = `{"level":"info","caller":"embed/serve.go:138","msg":"ready to serve client requests"}`;
  expect(isEtcdReady(ready)).toBe(true);
  expect(isEtcdReady(`{"level":"info","msg":"starting an etcd server"}`)).toBe(false);
});

test("kube-apiserver asks for credentials and listens on loopback", () => {
  const given = apiserverArguments(4321);
  expect(given).toContain("--bind-address=127.0.0.1");
  expect(given).toContain("--secure-port=4321");
  expect(given).toContain("--anonymous-auth=false");
  expect(given).toContain("--authorization-mode=RBAC");
});

test("kube-controller-manager runs the controllers that up and destroy need", () => {
  const given = controllerManagerArguments(4321);
  expect(given).toContain("--bind-address=127.0.0.1");
  expect(given).toContain(
    "--controllers=namespace-controller,garbage-collector-controller,statefulset-controller," +
      "persistentvolumeclaim-protection-controller",
  );
});
