import { testMemory } from "@anysock/adapter-suite";

testMemory("bun");
