import { testMeasurement } from "@anysock/adapter-suite/vitest";
import * as adapter from "@anysock/deno";

testMeasurement(adapter, new URL("../src/index.ts", import.meta.url).href);
