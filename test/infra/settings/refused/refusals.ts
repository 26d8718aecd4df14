import { validAccount, validSettings } from "../../../support/settings.ts";

/** Settings with one fault: the code, the path and the sentence that the refusal must give. */
export interface Refused {
  code: string;
  path: string;
  message: string;
  settings: unknown;
}

/** Collects refusals; `path` is without the namespace. */
export class Refusals {
  readonly all: Refused[] = [];

  add(code: string, path: string, message: string, settings: unknown): void {
    this.all.push({ code, path: `neo4j-okta:${path}`, message, settings });
  }
}

type Changes = Record<string, unknown>;

/** Accepted settings with one account changed. */
export const account = (changes: Changes) => validSettings({ accounts: [validAccount(changes)] });

/** Accepted settings with Neo4j changed. */
export const neo4j = (changes: Changes) =>
  validSettings({ neo4j: { license: "eval", ...changes } });

/** Accepted settings with extra Neo4j settings. */
export const config = (settings: Changes) => neo4j({ config: settings });

/** The path of an extra Neo4j setting. */
export const setting = (name: string) => `neo4j.config[${JSON.stringify(name)}]`;
