import type { SettingValue } from "./values.ts";

/** Reads settings under their declared type, with the default of those that were not given. */
export class TypedSettings {
  readonly values: ReadonlyMap<string, SettingValue>;

  constructor(values: ReadonlyMap<string, SettingValue>) {
    this.values = values;
  }

  bool(name: string, otherwise: boolean): boolean {
    const value = this.values.get(name);
    return typeof value === "boolean" ? value : otherwise;
  }

  number(name: string, otherwise: number): number {
    const value = this.values.get(name);
    return typeof value === "number" ? value : otherwise;
  }

  string(name: string): string | undefined {
    const value = this.values.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  list(name: string, otherwise: string[]): string[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value : otherwise;
  }

  map(name: string): ReadonlyMap<string, string> {
    const value = this.values.get(name);
    return value instanceof Map ? value : new Map<string, string>();
  }
}
