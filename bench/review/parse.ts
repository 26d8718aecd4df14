import { readFileSync } from "node:fs";

// The least that any reader of a preview does.
JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
