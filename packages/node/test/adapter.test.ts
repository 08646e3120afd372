import { testAdapter } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/node";

testAdapter(adapter, { specifier: new URL("../src/index.ts", import.meta.url).href });
