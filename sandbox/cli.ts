#!/usr/bin/env node
import { loopbackPastProxies } from "./run/environment.ts";
import { keepCompiledModules } from "./toolchain/compiled-modules.ts";

Object.assign(process.env, loopbackPastProxies(process.env));
// A reader that is gone (`| head`) ends a run as a closed terminal does.
process.stdout.on("error", () => process.emit("SIGHUP"));
await keepCompiledModules(process.env);
// Only now: what is imported before is compiled in every run.
const { main } = await import("./run/main.ts");
process.exitCode = await main(process.argv.slice(2));
