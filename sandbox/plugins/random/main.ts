import { servePlugin } from "../protocol/serve.ts";
import { STAND_INS } from "../versions.ts";
import { RandomPlugin } from "./plugin.ts";

const version = process.env.PLUGIN_VERSION ?? STAND_INS.random;
await servePlugin(new RandomPlugin(version), process.argv.slice(2));
