import { test } from "vitest";
import { withstand } from "../sandbox/okta/http/withstand.ts";
import { startOkta } from "../sandbox/okta/support.ts";

const { okta } = await startOkta();

test("the Okta emulator withstands 10,000 senseless and malformed requests", () =>
  withstand(okta, 10_000));
