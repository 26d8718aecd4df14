import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestContext } from "vitest";
import { cacheDirectory } from "../../../toolchain/cache.ts";

const run = promisify(execFile);
const PYTHON_DRIVER = "6.4.1";
const RESOLVE = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
const CACHE = join(cacheDirectory(process.env), "clients");

/** SHA-256 of what Maven Central served as Neo4j Browser 5.24.0. */
const BROWSER_DIGEST = "064b3291c4236002c9ea04c89592ebebc80fe1f790eda36642599c9a1ee80bb8";

/** A program with the arguments that come before those of the test. */
export type Command = [program: string, ...argv: string[]];

/** The absolute path of a file of this folder. */
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the installation answers; if it fails, the test is skipped and the reason is printed. */
export async function orSkip(
  context: TestContext,
  what: string,
  install: () => Promise<Command>,
): Promise<Command> {
  try {
    return await install();
  } catch (error) {
    const reason = `no ${what}: ${firstLine(error as Error)}`;
    console.log(`skipped: ${reason}`);
    return context.skip(reason);
  }
}

/** Of what a program that failed said. */
function firstLine(error: Error & { stdout?: string; stderr?: string }): string | undefined {
  const { stdout, stderr, message } = error;
  return (stderr || stdout || message).trim().split("\n")[0];
}

/** The scenario in Python, with the driver in an environment of the user's cache. */
export async function installPython(): Promise<Command> {
  const environment = join(CACHE, `python-neo4j-${PYTHON_DRIVER}`);
  const python = join(environment, "bin", "python");
  const hasDriver = `import neo4j; assert neo4j.__version__ == "${PYTHON_DRIVER}"`;
  try {
    await run(python, ["-c", hasDriver]);
  } catch {
    await run("python3", ["-m", "venv", "--clear", environment]);
    await run(python, ["-m", "pip", "install", "--quiet", `neo4j==${PYTHON_DRIVER}`]);
  }
  return [python, file("drivers.py")];
}

/** The scenario in Go, compiled; Go caches its modules and what it compiles itself. */
export async function installGo(): Promise<Command> {
  const program = join(CACHE, "go-drivers");
  await mkdir(CACHE, { recursive: true });
  await run("go", ["build", "-C", file("."), "-o", program, "."]);
  return [program];
}

/** The scenario in Java, compiled when it starts. */
export async function installJava(): Promise<Command> {
  return ["java", "-cp", await classPath("java-driver.pom.xml"), file("Drivers.java")];
}

/** cypher-shell as Maven Central has it. */
export async function installCypherShell(): Promise<Command> {
  return ["java", "-cp", await classPath("cypher-shell.pom.xml"), "org.neo4j.shell.Main"];
}

/** A real Neo4j Community, with the program that starts it, compiled when it starts. */
export async function installCommunity(): Promise<Command> {
  return ["java", "-cp", await classPath("community.pom.xml"), file("Community.java")];
}

/** Neo4j Browser, the web application, in its jar; undefined, with the reason printed, if it cannot be had. */
export async function installNeo4jBrowser(): Promise<string | undefined> {
  const jar = await classPath("neo4j-browser.pom.xml").catch((error: Error) => {
    console.log(`skipped: no Neo4j Browser: ${firstLine(error)}`);
    return undefined;
  });
  if (jar === undefined) return undefined;
  const digest = createHash("sha256")
    .update(await readFile(jar))
    .digest("hex");
  if (digest === BROWSER_DIGEST) return jar;
  throw new Error(`${jar} has the SHA-256 ${digest} instead of ${BROWSER_DIGEST}`);
}

/** The jars that a project depends on, from Maven's own cache; asks Maven only after a change. */
async function classPath(pom: string): Promise<string> {
  const key = createHash("sha256")
    .update(await readFile(file(pom)))
    .digest("hex")
    .slice(0, 16);
  const known = join(CACHE, `${pom}-${key}.classpath`);
  try {
    const jars = await readFile(known, "utf8");
    await Promise.all(jars.split(delimiter).map((jar) => access(jar)));
    return jars;
  } catch {
    await mkdir(CACHE, { recursive: true });
    const output = `${known}.${process.pid}`;
    await run("mvn", ["-q", "-B", "-f", file(pom), RESOLVE, `-Dmdep.outputFile=${output}`]);
    const jars = (await readFile(output, "utf8")).trim();
    await writeFile(known, jars);
    return jars;
  }
}
