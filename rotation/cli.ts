import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  input: process.stdin,
  environment: process.env,
});
