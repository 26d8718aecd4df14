import type { StandInName } from "./install.ts";
import type { ProviderPlugin } from "./protocol/provider.ts";
import { servePlugin } from "./protocol/serve.ts";

// The installed executable sets the variables; see install.ts.
const { HELM: helm = "helm", NEO4J_CHART: chart, CHART_REPOSITORIES: repositories } = process.env;
const { PLUGIN_VERSION: version = "" } = process.env;

const PLUGINS: Record<StandInName, () => Promise<ProviderPlugin>> = {
  kubernetes: async () => {
    const { kubernetesPlugin } = await import("./kubernetes/plugin.ts");
    const { helmExecutable } = await import("./kubernetes/release/helm.ts");
    const read = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));
    return kubernetesPlugin(version, helmExecutable(helm), read(chart), read(repositories));
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
