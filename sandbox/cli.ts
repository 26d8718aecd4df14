#!/usr/bin/env node
import { loopbackPastProxies } from "./run/environment.ts";
import { main } from "./run/main.ts";

Object.assign(process.env, loopbackPastProxies(process.env));
process.exitCode = await main(process.argv.slice(2));
