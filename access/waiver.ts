/** A dated exception from a rule. */
export interface Waiver {
  /** Its last day, YYYY-MM-DD, UTC. */
  until: string;
}

/** Whether one of the waivers of a rule has not run out yet. */
export function isWaived(waivers: readonly Waiver[], today: string): boolean {
  return waivers.some(({ until }) => until >= today);
}

/** The last day of the waiver that ran out last; undefined without any. */
export function ranOut(waivers: readonly Waiver[]): string | undefined {
  return waivers
    .map(({ until }) => until)
    .sort()
    .at(-1);
}
