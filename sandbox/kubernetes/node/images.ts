/**
 * True for images of Neo4j Enterprise: the last part of the repository is Neo4j's, and it or the tag
 * says `enterprise`, e.g. `neo4j:5.26.21-enterprise`, `registry.example.com/neo4j:enterprise`.
 */
export function isNeo4jEnterprise(image: string): boolean {
  const name = (image.split("@")[0] ?? "").split("/").at(-1) ?? "";
  const repository = name.split(":")[0] ?? "";
  return /^neo4j(-|$)/.test(repository) && name.includes("enterprise");
}

/** Why the node does not run an image, in the words of its `ErrImagePull` state. */
export function refusalOf(image: string): string {
  return (
    `The sandbox pulls no images: it starts its stand-in for Neo4j Enterprise in place of images such as ` +
    `neo4j:5.26.21-enterprise, and has none for '${image}'. Fix: set the chart value neo4j.edition to enterprise.`
  );
}
