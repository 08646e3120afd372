import { listen, serve } from "@anysock/bun";
import { echo } from "@anysock/services";
import { ready } from "../ready.ts";

const listener = await listen({ port: 0 });
serve(listener, echo, { onError: () => {} });
if (listener.address.family !== "unix") ready(listener.address.port);
