import { isProperties, type Properties, Secret, type Value } from "./values.ts";

/** The text with everything taken out that the properties hold as a secret. */
export function redacted(text: string, properties: Properties): string {
  let shown = text;
  for (const secret of secretTexts(properties)) shown = shown.replaceAll(secret, "[secret]");
  return shown;
}

/** Every text inside a secret, longest first, so that no part of one is left. */
function secretTexts(properties: Properties): string[] {
  const found: string[] = [];
  const visit = (child: Value | undefined, secret: boolean): void => {
    if (child instanceof Secret) visit(child.value, true);
    else if (Array.isArray(child)) for (const element of child) visit(element, secret);
    else if (isProperties(child)) for (const nested of Object.values(child)) visit(nested, secret);
    else if (secret && typeof child === "string" && child !== "") found.push(child);
  };
  visit(properties, false);
  return found.sort((a, b) => b.length - a.length);
}
