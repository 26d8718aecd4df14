import { CASES } from "../support/review-cases.ts";

/** Changes whose pages for pull requests and browsers are kept: together they have every category. */
const NAMES = ["nothing", "reader-to-publisher", "dedicated-to-adopted", "stranger-claim-not-read"];

export const PAGES = CASES.filter(({ name }) => NAMES.includes(name));
