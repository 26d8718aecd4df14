import { servePlugin } from "../protocol/serve.ts";
import { STAND_INS } from "../versions.ts";
import { KubernetesPlugin } from "./plugin.ts";
import { helmExecutable } from "./release/command.ts";

// Both variables are set by the installed executable; see install.ts.
const helm = helmExecutable(process.env.HELM ?? "helm");
const version = process.env.PLUGIN_VERSION ?? STAND_INS.kubernetes;
await servePlugin(new KubernetesPlugin(version, helm), process.argv.slice(2));
