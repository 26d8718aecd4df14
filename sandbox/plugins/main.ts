import type { StandInName } from "./install.ts";
import type { ProviderPlugin } from "./protocol/provider.ts";
import { servePlugin } from "./protocol/serve.ts";

// The installed executable sets the variables; see install.ts.
const { HELM: helm = "helm", NEO4J_CHART: chart, PLUGIN_VERSION: version = "" } = process.env;

const PLUGINS: Record<StandInName, () => Promise<ProviderPlugin>> = {
  kubernetes: async () => {
    const { kubernetesPlugin } = await import("./kubernetes/plugin.ts");
    const { helmExecutable } = await import("./kubernetes/release/helm.ts");
    const replacement = chart === undefined ? undefined : JSON.parse(chart);
    return kubernetesPlugin(version, helmExecutable(helm), replacement);
  },
  okta: async () => {
    const { oktaPlugin } = await import("./okta/plugin.ts");
    return oktaPlugin(version, process.env);
  },
  random: async () => {
    const { randomPlugin } = await import("./random/plugin.ts");
    return randomPlugin(version);
  },
};

const [name, ...argv] = process.argv.slice(2);
await servePlugin(await PLUGINS[name as StandInName](), argv);
