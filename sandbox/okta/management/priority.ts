/**
 * Puts `item` at its priority among `items` and renumbers all of them 1, 2, 3, ... as Okta does:
 * what stood there moves down, and a priority past the end becomes the last one.
 */
export function place<T extends { priority: number }>(items: T[], item: T): void {
  const others = items.filter((other) => other !== item);
  others.splice(item.priority - 1, 0, item);
  items.splice(0, items.length, ...others);
  renumber(items);
}

/** Takes `item` out and closes the gap in the priorities. */
export function remove<T extends { priority: number }>(items: T[], item: T): void {
  items.splice(items.indexOf(item), 1);
  renumber(items);
}

function renumber(items: { priority: number }[]): void {
  for (const [index, item] of items.entries()) item.priority = index + 1;
}
