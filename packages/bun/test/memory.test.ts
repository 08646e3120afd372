import { testMemory } from "@anysock/adapter-suite";

testMemory("bun", new URL("../src/index.ts", import.meta.url).href);
