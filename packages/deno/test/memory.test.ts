import { testMeasurement } from "@anysock/adapter-suite";
import * as adapter from "@anysock/deno";

testMeasurement(adapter, new URL("../src/index.ts", import.meta.url).href);
