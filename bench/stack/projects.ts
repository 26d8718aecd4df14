import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

/** A Pulumi project, as the benchmark runs it. */
export interface Project {
  root: string;
  name: string;
  main: string;
}

/** A program that declares nothing. */
export const EMPTY = "export {};\n";

/** A program that declares only the apps of `accounts`, as the product declares them. */
export const BARE_APPS = `import * as okta from "@pulumi/okta";
import * as pulumi from "@pulumi/pulumi";

for (const { name, groups, credential } of new pulumi.Config().requireObject("accounts")) {
  const key = credential.privateKeyJwt;
  new okta.app.OAuth(name + "-app", {
    label: name,
    type: "service",
    clientId: name,
    grantTypes: ["client_credentials"],
    responseTypes: ["token"],
    profile: JSON.stringify({ neo4j_groups: groups }),
    status: "ACTIVE",
    skipAuthenticationPolicy: true,
    tokenEndpointAuthMethod: key ? "private_key_jwt" : "client_secret_basic",
    ...(key ? { jwksUri: key.jwksUri } : {}),
  });
}
`;

/**
 * Writes a Pulumi project with the packages of `root`.
 *
 * @param directory a folder to make, which becomes the project
 * @param program source of its entry module
 */
export async function writeProject(
  directory: string,
  root: string,
  name: string,
  program: string,
): Promise<Project> {
  const project = { root: directory, name, main: "index.js" };
  const { main } = project;
  const runtime = { name: "nodejs", options: { typescript: false } };
  await mkdir(directory);
  await writeFile(join(directory, "Pulumi.yaml"), stringify({ name, main, runtime }));
  await writeFile(join(directory, "package.json"), JSON.stringify({ name, type: "module" }));
  await writeFile(join(directory, main), program);
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  return project;
}
