import { testAdapter } from "@anysock/adapter-suite";
import * as adapter from "@anysock/bun";

testAdapter("bun", adapter, new URL("../src/index.ts", import.meta.url).href);
