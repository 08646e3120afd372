const definitions = {
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  if_nametoindex: { parameters: ["buffer"], result: "u32" },
  inet_pton: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const;

type Libc = Deno.DynamicLibrary<typeof definitions>["symbols"];

let loaded: Libc | undefined;

/** @throws Deno.errors.NotCapable where `--allow-ffi` has been revoked since */
export function datagramLibrary(): Libc {
  loaded ??= Deno.dlopen("libc.so.6", definitions).symbols;
  return loaded;
}
