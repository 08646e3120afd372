import { testMemory } from "@anysock/adapter-suite";

testMemory("deno", new URL("../src/index.ts", import.meta.url).href);
