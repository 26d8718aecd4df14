import { type PageSize, page } from "./pagination.ts";
import type { Call, Route } from "./route.ts";

type Handle = Route["handle"];

/** Answers that show objects of one kind, as `document` has them. */
export function answersWith<T>(document: (call: Call, item: T) => object) {
  return {
    /** The object that `find` finds, makes or changes. */
    one(find: (call: Call) => T | Promise<T>, status = 200): Handle {
      return async (call) => ({ status, body: document(call, await find(call)) });
    },
    /** All the objects of a list. */
    all(list: (call: Call) => readonly T[] | Promise<readonly T[]>): Handle {
      return async (call) => {
        const items = await list(call);
        return { status: 200, body: items.map((item) => document(call, item)) };
      };
    },
    /** One page of a list, by `limit` and `after`. */
    page(list: (call: Call) => readonly (T & { id: string })[], size?: PageSize): Handle {
      return (call) => {
        const { items, headers } = page(call, list(call), size);
        return { status: 200, headers, body: items.map((item) => document(call, item)) };
      };
    },
  };
}

/** 204 without a body, once `act` has acted. */
export function noContent(act: (call: Call) => unknown): Handle {
  return async (call) => {
    await act(call);
    return { status: 204 };
  };
}
