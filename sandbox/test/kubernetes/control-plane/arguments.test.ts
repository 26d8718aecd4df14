import { expect, test } from "vitest";
import {
  apiserverArguments,
  controllerManagerArguments,
  etcdArguments,
  isEtcdReady,
} from "../../../kubernetes/control-plane/arguments.ts";

test("etcd, which asks for no credentials, listens on no port", () => {
  expect(etcdArguments()).toEqual([
    "--data-dir=etcd",
    "--listen-client-urls=unix://localhost:2379",
    "--advertise-client-urls=unix://localhost:2379",
    "--listen-peer-urls=unix://localhost:2380",
    "--unsafe-no-fsync",
  ]);
});

test("etcd's line of readiness is known among others", () => {
  const ready = `{"level":"info","caller":"embed/serve.go:138","msg":"ready to serve client requests"}`;
  expect(isEtcdReady(ready)).toBe(true);
  expect(isEtcdReady(`{"level":"info","msg":"starting an etcd server"}`)).toBe(false);
});

test("kube-apiserver asks for credentials, listens on loopback, and uses etcd's socket", () => {
  expect(apiserverArguments(4321).toSorted()).toEqual([
    "--advertise-address=127.0.0.1",
    "--anonymous-auth=false",
    "--authorization-mode=RBAC",
    "--bind-address=127.0.0.1",
    "--cert-dir=serving",
    // No webhook: what is applied is sent to nobody.
    "--disable-admission-plugins=ServiceAccount,MutatingAdmissionWebhook,ValidatingAdmissionWebhook",
    "--enable-priority-and-fairness=false",
    "--endpoint-reconciler-type=none",
    "--etcd-servers=unix://localhost:2379",
    "--profiling=false",
    "--secure-port=4321",
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-account-key-file=service-account.pub",
    "--service-account-signing-key-file=service-account.key",
    "--service-cluster-ip-range=10.96.0.0/16",
    "--token-auth-file=tokens.csv",
  ]);
});

test("kube-controller-manager runs the controllers that up and destroy need", () => {
  expect(controllerManagerArguments(4321).toSorted()).toEqual([
    "--bind-address=127.0.0.1",
    "--cert-dir=controller-serving",
    "--controllers=namespace-controller,garbage-collector-controller,statefulset-controller," +
      "persistentvolumeclaim-protection-controller",
    "--kube-api-burst=400",
    "--kube-api-qps=200",
    "--kubeconfig=controller.kubeconfig",
    "--leader-elect=false",
    "--profiling=false",
    "--secure-port=4321",
    "--use-service-account-credentials=false",
  ]);
});
