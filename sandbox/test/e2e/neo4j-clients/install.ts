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
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    const [first] = (stderr || stdout || message).trim().split("\n");
    const reason = `no ${what}: ${first}`;
    console.log(`skipped: ${reason}`);
    return context.skip(reason);
  }
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
