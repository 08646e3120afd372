export * from "@anysock/bun";
