export * from "@anysock/deno";
