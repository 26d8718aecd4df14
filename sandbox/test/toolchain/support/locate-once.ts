import { locateToolchain } from "../../../toolchain/locate.ts";
import { FAST, fakeCatalogue } from "./fakes.ts";

/** A run of its own process: prints its progress, then its result, one JSON value per line. */
const [root = "", cacheDirectory = "", lockStaleMs = ""] = process.argv.slice(2);
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const tools = await locateToolchain({
  cacheDirectory,
  catalogue: fakeCatalogue(root),
  platform: { os: "linux", arch: "x64" },
  timings: { ...FAST, lockStaleMs: Number(lockStaleMs) },
  onProgress: (progress) => print({ progress }),
});
print({ tools });
