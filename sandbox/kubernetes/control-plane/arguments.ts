/** Names inside the control plane's folder, which is also the working folder of its processes. */
export const FILES = {
  etcdData: "etcd",
  serving: "serving",
  controllerServing: "controller-serving",
  serviceAccountPrivateKey: "service-account.key",
  serviceAccountPublicKey: "service-account.pub",
  tokens: "tokens.csv",
  controllerKubeconfig: "controller.kubeconfig",
} as const;

/**
 * etcd listens on Unix sockets in the control plane's private folder (a relative name, so that the
 * system's limit on the length of a socket's path does not matter), never on a port: it has no
 * authentication here, and it holds the cluster's Secrets.
 */
const ETCD_CLIENTS = "unix://localhost:2379";
const ETCD_PEERS = "unix://localhost:2380";

/** The command line of etcd. */
export function etcdArguments(): string[] {
  return [
    `--data-dir=${FILES.etcdData}`,
    `--listen-client-urls=${ETCD_CLIENTS}`,
    `--advertise-client-urls=${ETCD_CLIENTS}`,
    `--listen-peer-urls=${ETCD_PEERS}`,
    "--unsafe-no-fsync",
  ];
}

/** The line by which etcd tells that clients can connect. */
export function isEtcdReady(line: string): boolean {
  return line.includes("ready to serve client requests");
}

/**
 * ServiceAccount would want tokens that nobody makes here. Webhooks cannot be served in this cluster,
 * and one with a URL would send what is applied to any server.
 */
const NO_ADMISSION = [
  "ServiceAccount",
  "MutatingAdmissionWebhook",
  "ValidatingAdmissionWebhook",
].join(",");

/** The command line of a kube-apiserver on a port of 127.0.0.1. */
export function apiserverArguments(port: number): string[] {
  return [
    `--etcd-servers=${ETCD_CLIENTS}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${port}`,
    `--cert-dir=${FILES.serving}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${FILES.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${FILES.serviceAccountPrivateKey}`,
    `--token-auth-file=${FILES.tokens}`,
    "--anonymous-auth=false",
    "--authorization-mode=RBAC",
    `--disable-admission-plugins=${NO_ADMISSION}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    "--endpoint-reconciler-type=none",
    "--enable-priority-and-fairness=false",
    "--profiling=false",
  ];
}

/** The controllers without which `up`, a rolling restart or `destroy` would not finish. */
const CONTROLLERS = [
  "namespace-controller",
  "garbage-collector-controller",
  "statefulset-controller",
  "persistentvolumeclaim-protection-controller",
];

/** The command line of a kube-controller-manager whose health is served on a port of 127.0.0.1. */
export function controllerManagerArguments(port: number): string[] {
  return [
    `--kubeconfig=${FILES.controllerKubeconfig}`,
    `--controllers=${CONTROLLERS.join(",")}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    `--cert-dir=${FILES.controllerServing}`,
    "--leader-elect=false",
    "--use-service-account-credentials=false",
    "--kube-api-qps=200",
    "--kube-api-burst=400",
    "--profiling=false",
  ];
}
