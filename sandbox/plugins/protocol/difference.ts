import pb from "@pulumi/pulumi/proto/provider_pb.js";
import type { Difference, PropertyDifference } from "./provider.ts";

/** The message for a difference: changed and replacing keys, and the detailed diff by path. */
export function differenceToMessage(difference: Difference): InstanceType<typeof pb.DiffResponse> {
  const entries = Object.entries(difference.properties);
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const response = new pb.DiffResponse()
    .setChanges(entries.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(topLevelKeys(entries))
    .setReplacesList(topLevelKeys(entries.filter(([, property]) => property.replace)))
    .setDeletebeforereplace(difference.deleteBeforeReplace ?? false)
    .setHasdetaileddiff(true);
  for (const [path, property] of entries) {
    response
      .getDetaileddiffMap()
      .set(path, new pb.PropertyDiff().setKind(KINDS[property.kind][property.replace ? 1 : 0]));
  }
  return response;
}

function topLevelKeys(entries: [string, PropertyDifference][]): string[] {
  return [...new Set(entries.map(([path]) => /^[^.[]+/.exec(path)?.[0] ?? path))].sort();
}

const { Kind } = pb.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;
