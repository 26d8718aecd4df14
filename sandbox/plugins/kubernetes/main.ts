import { servePlugin } from "../protocol/serve.ts";
import { pluginVersion } from "../versions.ts";
import { KubernetesPlugin } from "./plugin.ts";
import { helmExecutable } from "./release/command.ts";

// HELM is set by the installed executable; see install.ts.
const helm = helmExecutable(process.env.HELM ?? "helm");
await servePlugin(new KubernetesPlugin(pluginVersion("kubernetes"), helm), process.argv.slice(2));
