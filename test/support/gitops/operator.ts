import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  loadAllYaml,
  PatchStrategy,
  setHeaderOptions,
} from "@kubernetes/client-node";
import { vi } from "vitest";
import { parse } from "yaml";

const FOLDER = resolve(import.meta.dirname, "../../../gitops/operator");

/** The newest release of the operator that module proxies serve, with its digest. */
const MODULE = "github.com/pulumi/pulumi-kubernetes-operator@v1.16.0";
const SUM = "h1:HSgXateOE1GAgetlqB85iRx5EbcCfvLI7WeDEny9fVA=";

/** What version 2 of the operator added to a Stack. */
const NEWER = ["serviceAccountName", "workspaceReclaimPolicy", "workspaceTemplate"];

const KIND = { group: "pulumi.com", version: "v1", plural: "stacks", namespace: "neo4j-okta" };

/** The definition of a Stack as the operator's module has it; undefined: Go or the module cannot be had. */
export async function stackDefinition(): Promise<KubernetesObject | undefined> {
  const env = { ...process.env, GONOSUMDB: "*", GOFLAGS: "-mod=mod" };
  let printed: string;
  try {
    ({ stdout: printed } = await promisify(execFile)("go", ["mod", "download", "-json", MODULE], {
      env,
    }));
  } catch {
    return undefined;
  }
  const { Dir, Sum } = JSON.parse(printed) as { Dir: string; Sum: string };
  if (Sum !== SUM) throw new Error(`${MODULE} is ${Sum}, and not ${SUM}`);
  return parse(await readFile(join(Dir, "deploy/crds/pulumi.com_stacks.yaml"), "utf8"));
}

/** Objects of a file, applied by the server. */
export async function applyFile(kubeconfig: string, file: string): Promise<KubernetesObject[]> {
  const objects = loadAllYaml(await readFile(join(FOLDER, file), "utf8")) as KubernetesObject[];
  const applied = [];
  for (const object of objects) applied.push(await apply(kubeconfig, object));
  return applied;
}

export function apply(kubeconfig: string, object: KubernetesObject): Promise<KubernetesObject> {
  const api = KubernetesObjectApi.makeApiClient(configOf(kubeconfig));
  const strategy = PatchStrategy.ServerSideApply;
  return api.patch(object, undefined, undefined, "gitops-test", true, strategy);
}

/** The stack without what is newer than the definition, judged strictly; `more` is added to its spec. */
export async function applyStack(kubeconfig: string, more: object = {}): Promise<unknown> {
  const api = configOf(kubeconfig).makeApiClient(CustomObjectsApi);
  const stack = parse(await readFile(join(FOLDER, "stack.yaml"), "utf8"));
  for (const field of NEWER) delete stack.spec[field];
  const { name } = stack.metadata;
  const body = { ...stack, spec: { ...stack.spec, ...more } };
  const request = { ...KIND, name, body, fieldManager: "gitops-test", fieldValidation: "Strict" };
  const options = setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply);
  // The API server serves a new kind a moment after its definition.
  await vi.waitFor(() => api.listNamespacedCustomObject(KIND), { timeout: 10_000 });
  return api.patchNamespacedCustomObject(request, options);
}

function configOf(kubeconfig: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return config;
}
