import fc from "fast-check";
import { expect, test } from "vitest";
import { LOCK_TIME } from "../../rotation/states/held.ts";
import { appBody, manage } from "../support/declared-org.ts";
import { CLIENT_SECRET, KINDS } from "./kinds.ts";
import { RotationWorld, SOAK } from "./world.ts";

const requestIndex = fc.integer({ min: 1, max: 14 });
const when = fc.constantFrom("before" as const, "after" as const);

/** What happens to an account, one after the other. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "run" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("kill" as const), at: requestIndex, when }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "undo" as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("time" as const),
      by: fc.constantFrom(60_000, LOCK_TIME, SOAK / 2, SOAK),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("second" as const),
      at: requestIndex,
      late: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("drift" as const),
      what: fc.constantFrom(
        "former delivered" as const,
        "all active" as const,
        "one gone" as const,
        "deployed" as const,
      ),
    }),
  },
);

test.each(KINDS)(
  "%s: kills, undo, drift and a second runner never take what works from a service, and it ends well",
  async (_name, make) => {
    const play = fc.asyncProperty(
      fc.array(happening, { minLength: 3, maxLength: 14 }),
      async (happenings) => {
        const kind = make();
        const world = await RotationWorld.start(kind);
        const former = world.place;
        try {
          for (const one of happenings) {
            await kind.between?.(world);
            if (one.kind === "run") await world.run();
            if (one.kind === "undo") await world.run({ isUndo: true });
            if (one.kind === "kill") await world.run({}, { fate: one });
            if (one.kind === "time") world.advance(one.by);
            if (one.kind === "second") {
              await world.run(
                {},
                {
                  pause: async (request) => {
                    if (request !== one.at) return;
                    if (one.late) world.advance(LOCK_TIME);
                    await world.run();
                  },
                },
              );
            }
            if (one.kind === "drift") {
              if (one.what === "former delivered" && (await world.works(former)))
                world.place = former;
              world.read();
              if (kind !== CLIENT_SECRET) continue;
              if (one.what === "all active") await activateAll(world);
              if (one.what === "one gone") await removeInactive(world);
              if (one.what === "deployed") await deploy(world);
            }
          }
          expect(world.harm).toEqual([]);
          await world.settle();
          expect(world.record.rotation).toBeUndefined();
          expect(await world.works(world.place)).toBe(true);
          const left = await world.registered();
          expect(left.filter(({ isActive }) => isActive)).toHaveLength(1);
          expect(world.harm).toEqual([]);
        } finally {
          await world.stop();
        }
      },
    );
    await fc.assert(play, { numRuns: 20 });
  },
  300_000,
);

function at(world: RotationWorld, id: string, more = ""): string {
  return `/api/v1/apps/${world.appId}/credentials/secrets/${id}${more}`;
}

async function activateAll(world: RotationWorld): Promise<void> {
  for (const { id, isActive } of await world.registered()) {
    if (!isActive) await manage(world.okta, "POST", at(world, id, "/lifecycle/activate"));
  }
}

async function removeInactive(world: RotationWorld): Promise<void> {
  for (const { id, isActive } of await world.registered()) {
    if (!isActive) await manage(world.okta, "DELETE", at(world, id));
  }
}

/** What the provider sends for an app with `omitSecret` that has changed. */
async function deploy(world: RotationWorld): Promise<void> {
  const body = appBody(world.kind.account) as { credentials: { oauthClient: object } };
  Object.assign(body.credentials.oauthClient, { client_secret: "" });
  await manage(world.okta, "PUT", `/api/v1/apps/${world.appId}`, body);
}
