import { test } from "vitest";
import { startOkta } from "../support.ts";
import { withstand } from "./withstand.ts";

const { okta } = await startOkta();

test("it withstands senseless and malformed requests", () => withstand(okta, 300), 60_000);
