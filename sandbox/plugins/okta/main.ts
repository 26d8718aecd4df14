import { servePlugin } from "../protocol/serve.ts";
import { pluginVersion } from "../versions.ts";
import { OktaPlugin } from "./plugin.ts";

await servePlugin(new OktaPlugin(pluginVersion("okta"), process.env), process.argv.slice(2));
