import type { ObjectKind } from "./kind.ts";

/** `kubernetes:core/v1:Namespace`. */
export const namespace: ObjectKind = {
  apiVersion: "v1",
  kind: "Namespace",
  namespaced: false,
  fields: ["spec"],
  secretFields: [],
  normalize: (inputs) => inputs,
  replaces: () => false,
};
