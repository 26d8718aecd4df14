import type { BridgedOperations } from "../../bridged/resource.ts";
import type { CheckFailure } from "../../protocol/provider.ts";
import type { JsonObject, Properties } from "../../protocol/values.ts";
import type { OktaClient } from "../client.ts";
import { at, objectsOf, setOf, textOf } from "../document.ts";
import { during, unlessGone } from "../error.ts";
import { documentFrom, set, text, valuesFrom } from "../mapping.ts";

const SETS = "/api/v1/iam/resource-sets";

/** The two ways to name what is in the set, of which a program takes one. */
const WAYS = ["resources", "resourcesOrns"] as const;

/** `okta:index/resourceSet:ResourceSet`: the objects that an admin role is limited to. Not read after an update. */
export function resourceSet(okta: () => OktaClient): BridgedOperations {
  const schema = {
    description: text("description", { required: true }),
    label: text("label", { required: true }),
    resources: set(),
    resourcesOrns: set(undefined, { terraformName: "resources_orn" }),
  };
  const call = (method: string, path: string, body?: JsonObject): Promise<JsonObject> =>
    okta().request("supplement", method, `${SETS}${path}`, body);
  const resourcesOf = (id: string): Promise<JsonObject[]> =>
    during("get list of resource set resources", async () => {
      const found: JsonObject[] = [];
      for (let after: string | null = ""; after !== null; ) {
        const cursor = after === "" ? "" : `after=${encodeURIComponent(after)}&`;
        const page: JsonObject = await call("GET", `/${id}/resources?${cursor}limit=200`);
        found.push(...objectsOf(page, "resources"));
        const next = textOf(at(page, "_links", "next"), "href");
        after = URL.parse(next)?.searchParams.get("after") ?? null;
      }
      return found;
    });
  const read = async (id: string, known: Properties): Promise<Properties | undefined> => {
    const found = await during("get resource set", () => unlessGone(call("GET", `/${id}`)));
    if (found === undefined) return undefined;
    const values = { ...known, ...valuesFrom(schema, found) };
    const resources = await resourcesOf(id);
    const way = WAYS.find((one) => setOf(known, one).length > 0);
    if (way === "resources") return { ...values, resources: resources.map(addressOf) };
    if (way === undefined) return values;
    return { ...values, resourcesOrns: resources.map((resource) => textOf(resource, "orn")) };
  };
  const change = async (id: string, wanted: string[], before: string[]): Promise<void> => {
    const additions = wanted.filter((one) => !before.includes(one)).map(encoded);
    if (additions.length > 0) {
      await during("add resources to the resource set", () =>
        call("PATCH", `/${id}/resources`, { additions }),
      );
    }
    const gone = before.filter((one) => !wanted.includes(one)).map(encoded);
    for (const resource of gone.length === 0 ? [] : await resourcesOf(id)) {
      if (![addressOf(resource), textOf(resource, "orn")].some((one) => gone.includes(one)))
        continue;
      const resourceId = textOf(resource, "id");
      await during(`remove ${resourceId} resource from the resource set`, () =>
        unlessGone(call("DELETE", `/${id}/resources/${resourceId}`)),
      );
    }
  };

  return {
    schema,
    judge,
    parseImportId: (importId) => ({ id: importId, values: {} }),
    create: (values) =>
      during("create resource set", async () => {
        const resources = WAYS.flatMap((way) => setOf(values, way));
        if (resources.length === 0) {
          throw new Error("at least one resource must be specified when creating resource set");
        }
        const created = await call("POST", "", { ...documentFrom(schema, values), resources });
        const id = textOf(created, "id");
        return { id, values, complete: async () => (await read(id, values)) ?? values };
      }),
    read,
    async update(id, planned, old) {
      if (planned.label !== old.label || planned.description !== old.description) {
        await during("update resource set", () =>
          call("PUT", `/${id}`, { id, ...documentFrom(schema, planned) }),
        );
      }
      for (const way of WAYS) await change(id, setOf(planned, way), setOf(old, way));
      return planned;
    },
    async delete(id) {
      await during("delete resource set", () => unlessGone(call("DELETE", `/${id}`)));
    },
  };
}

function judge(inputs: Properties): CheckFailure[] {
  const given = WAYS.filter((way) => inputs[way] !== undefined);
  if (given.length === 1) return [];
  const problem = given.length === 0 ? "must be specified" : "can be specified, but both were";
  return [
    {
      property: "resources",
      reason: `${given.length === 0 ? "" : "only "}one of \`resources,resourcesOrns\` ${problem}`,
    },
  ];
}

function addressOf(resource: JsonObject): string {
  return encoded(textOf(at(resource, "_links", "self"), "href"));
}

/** An address with its query written as the official plugin compares it. */
function encoded(address: string): string {
  const [path, query] = address.split("?");
  if (query === undefined) return address;
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${path}?${parameters}`;
}
