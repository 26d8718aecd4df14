import { visible } from "../../access/visible.ts";

/** A text for a narrow place: visible, and with an ellipsis where it is cut off. */
export function shortened(text: string, most: number): string {
  const characters = [...visible(text)];
  return characters.length <= most
    ? characters.join("")
    : `${characters.slice(0, most - 1).join("")}…`;
}
