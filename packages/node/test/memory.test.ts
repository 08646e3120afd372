import { testMemory } from "@anysock/adapter-suite";

testMemory("node", new URL("../src/index.ts", import.meta.url).href);
