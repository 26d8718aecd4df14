import { servePlugin } from "../protocol/serve.ts";
import { pluginVersion } from "../versions.ts";
import { KubernetesPlugin } from "./plugin.ts";

const version = pluginVersion("kubernetes");
await servePlugin(new KubernetesPlugin(version, process.env.HELM ?? "helm"), process.argv.slice(2));
