import { readFileSync } from "node:fs";
import { BootError } from "./boot-error.ts";

export interface InitialPassword {
  password: string;
  changeRequired: boolean;
}

/**
 * Reads the mounted NEO4J_AUTH secret: `neo4j/<password>`, with `/true` behind it if the password is
 * to be changed at the first login. The password has no `/`. No message holds it.
 *
 * @throws BootError initial-password
 */
export function readInitialPassword(path: string, minimumLength: number): InitialPassword {
  const refuse = (reason: string) => new BootError("initial-password", reason, "NEO4J_AUTH_PATH");
  let text: string;
  try {
    text = readFileSync(path, "utf8").trimEnd();
  } catch {
    throw refuse(`The file '${path}' of NEO4J_AUTH_PATH cannot be read.`);
  }
  const match = /^([^/]+)\/([^/]+?)\/?(\/true)?$/i.exec(text);
  if (!match) {
    throw refuse(
      `Invalid value in '${path}': it must have the form neo4j/<password>, and the password can have no '/'.`,
    );
  }
  const password = match[2] ?? "";
  if (match[1] !== "neo4j") {
    throw refuse("Invalid value in NEO4J_AUTH: the initial user must be 'neo4j'.");
  }
  if (password === "neo4j") {
    throw refuse("Invalid value for password. It cannot be 'neo4j', which is the default.");
  }
  if (password.length < minimumLength) {
    throw refuse(`A password must be at least ${minimumLength} characters.`);
  }
  return { password, changeRequired: match[3] !== undefined };
}
