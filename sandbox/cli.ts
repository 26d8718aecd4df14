#!/usr/bin/env node
import { loopbackPastProxies } from "./run/environment.ts";
import { main } from "./run/main.ts";

Object.assign(process.env, loopbackPastProxies(process.env));
// A reader that is gone (`| head`) ends a run as a closed terminal does.
process.stdout.on("error", () => process.emit("SIGHUP"));
process.exitCode = await main(process.argv.slice(2));
