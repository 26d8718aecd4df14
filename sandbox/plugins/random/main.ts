import { servePlugin } from "../protocol/serve.ts";
import { pluginVersion } from "../versions.ts";
import { RandomPlugin } from "./plugin.ts";

await servePlugin(new RandomPlugin(pluginVersion("random")), process.argv.slice(2));
