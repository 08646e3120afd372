export * from "@anysock/node";
