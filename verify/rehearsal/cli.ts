import { proveRehearsal } from "./verifier.ts";

// Run by the sandbox, with the path of its hand-over file as the only argument.
const status = await proveRehearsal(process.argv[2] ?? "", {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  environment: process.env,
});
// Requests that the time limit cut off would keep the process alive until they time out.
process.stdout.write("", () => process.exit(status));
