import { test } from "vitest";
import { withstand } from "../okta/http/withstand.ts";
import { startOkta } from "../okta/support.ts";

const { okta } = await startOkta();

test("the Okta emulator withstands 10,000 senseless and malformed requests", () =>
  withstand(okta, 10_000));
