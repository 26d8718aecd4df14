import { servePlugin } from "../protocol/serve.ts";
import { STAND_INS } from "../versions.ts";
import { OktaPlugin } from "./plugin.ts";

const version = process.env.PLUGIN_VERSION ?? STAND_INS.okta;
await servePlugin(new OktaPlugin(version, process.env), process.argv.slice(2));
