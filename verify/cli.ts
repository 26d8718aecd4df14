import { main } from "./main.ts";

const status = await main(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  columns: process.stderr.columns,
  environment: process.env,
});
// Requests that the time limit cut off would keep the process alive until they time out.
process.stdout.write("", () => process.exit(status));
