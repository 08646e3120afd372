import { each, type Refusal, type RefusalScene, rejecting, type Taker, type Wrong } from "./refusal.ts";
import { given } from "./takers.ts";

/** What takes other objects of ours: which of a scene, or a value. */
type Pick = (open: RefusalScene) => unknown;

const connection: Pick = (open) => open.connection();
const listener: Pick = (open) => open.listener();
const datagrams: Pick = (open) => open.datagrams();
const nothing: Pick = () => undefined;
const plain: Pick = () => ({});
const handler: Pick = () => (): null => null;

/** Calls a function of core with what was picked. */
function calling(pick: (core: RefusalScene["core"]) => (...values: never[]) => unknown): Taker["give"] {
  return async (open, picks) => {
    const values: unknown[] = [];
    for (const pick of picks as readonly Pick[]) values.push(await pick(open));
    return Reflect.apply(pick(open.core), undefined, values);
  };
}

const serving: Taker = { id: "serve", call: "serve() of", operation: "serve", give: calling(({ serve }) => serve) };
/** What is not awaited first, as {@link calling} does. */
const servingAtOnce: Taker = { ...serving, give: ({ core }, of) => core.serve(given(of), () => {}) };
const servingDatagrams: Taker = {
  id: "serveDatagrams",
  call: "serveDatagrams() of",
  operation: "serve",
  needs: "udp",
  give: calling(({ serveDatagrams }) => serveDatagrams),
};
const piping: Taker = {
  id: "pipe",
  call: "pipe() of",
  operation: "pipe",
  give: calling(
    ({ pipe }) =>
      (...ends) =>
        rejecting(() => Reflect.apply(pipe, undefined, ends)),
  ),
};
const creating: Taker = {
  id: "createSockets",
  call: "createSockets() of",
  operation: "createSockets",
  give: ({ core }, driver) => core.createSockets(given(driver)),
};

/** Options of both servers. */
const options: readonly (readonly [id: string, what: string, options: unknown, says: RegExp | string])[] = [
  ["options-null", "null as options", null, "null is not an object of options"],
  ["options-number", "a number as options", 5, "5 is not an object of options"],
  ["options-array", "an array as options", [], "an array is not an object of options"],
  ["options-function", "a function as options", (): void => {}, "a function is not an object of options"],
  ["options-unknown", "an unknown option", { limits: 5 }, "there is no option limits; known are limit, onError"],
  ["options-of-all-objects", "a name that every object has", { toString: 5 }, "there is no option toString; known are"],
  ["options-signal", "a bare AbortSignal as options", new AbortController().signal, "known are limit, onError"],
  ["limit-0", "limit 0", { limit: 0 }, "limit 0 is not an integer from 1"],
  ["limit-negative", "limit -1", { limit: -1 }, "limit -1 is not an integer from 1"],
  ["limit-fraction", "limit 1.5", { limit: 1.5 }, "limit 1.5 is not an integer from 1"],
  ["limit-nan", "limit NaN", { limit: Number.NaN }, "limit NaN is not an integer from 1"],
  ["limit-text", 'limit "3"', { limit: "3" }, 'limit "3" is not an integer from 1'],
  ["limit-null", "limit null", { limit: null }, "limit null is not an integer from 1"],
  ["onError-number", "onError 7", { onError: 7 }, "onError 7 is not a function"],
  ["onError-null", "onError null", { onError: null }, "onError null is not a function"],
];

function withOptions(of: Pick): Wrong[] {
  return options.map(([id, what, value, says]) => [id, what, [of, handler, (): unknown => value], says]);
}

const LISTENER = "the first argument is not a listener of anysock: serve(await listen(…), handler)";
const SOCKET = "the first argument is not a datagram socket of anysock: serveDatagrams(await bind(…), handler)";

const ofServe: readonly Wrong[] = [
  ["nothing", "nothing", [nothing, handler], LISTENER],
  ["null", "null", [(): null => null, handler], LISTENER],
  ["object", "an object", [plain, handler], LISTENER],
  ["connection", "a connection", [connection, handler], LISTENER],
  ["handler-missing", "a listener alone", [listener], "the handler undefined is not a function"],
  ["handler-object", "an object as the handler", [listener, plain], "the handler an object is not a function"],
  ...withOptions(listener),
];

const notAwaited: readonly Wrong[] = [["promise", "a promise", Promise.resolve(), LISTENER]];
const datagramsAsListener: readonly Wrong[] = [["datagrams", "a datagram socket", [datagrams, handler], LISTENER]];

const ofServeDatagrams: readonly Wrong[] = [
  ["nothing", "nothing", [nothing, handler], SOCKET],
  ["object", "an object", [plain, handler], SOCKET],
  ["listener", "a listener", [listener, handler], SOCKET],
  ["handler-missing", "a socket alone", [datagrams], "the handler undefined is not a function"],
  ["handler-text", "a text as the handler", [datagrams, (): string => "echo"], 'the handler "echo" is not a function'],
  [
    "limit-endless",
    "no limit at all",
    [datagrams, handler, (): unknown => ({ limit: 1 / 0 })],
    "limit Infinity is not",
  ],
  ...withOptions(datagrams),
];

const FROM = /from is \S+( \S+)? and not a connection of anysock: expected pipe\(from, to\)/;
const TO = /to is \S+( \S+)? and not a connection of anysock: expected pipe\(from, to\)/;

const ofPipe: readonly Wrong[] = [
  ["nothing", "nothing", [], FROM],
  ["one", "one connection", [connection], TO],
  ["from-null", "null", [(): null => null, connection], FROM],
  ["from-stream", "a ReadableStream", [(): unknown => new ReadableStream(), connection], FROM],
  ["from-listener", "a listener", [listener, connection], FROM],
  ["to-object", "a connection to an object", [connection, plain], TO],
  ["to-stream", "a connection to a WritableStream", [connection, (): unknown => new WritableStream()], TO],
];

const driver = {
  runtime: { name: "none", version: "1" },
  supports: new Set(),
  resolve() {},
  connect() {},
  listen() {},
};

const ofCreateSockets: readonly Wrong[] = [
  ["nothing", "nothing", undefined, "the driver is undefined: expected a Driver"],
  ["null", "null", null, "the driver is null: expected a Driver"],
  ["class", "a class of drivers", class {}, "the driver is a function: expected a Driver"],
  [
    "no-runtime",
    "a driver without a runtime",
    { ...driver, runtime: undefined },
    "runtime of the driver is not { name, version }",
  ],
  ["no-version", "a driver without a version", { ...driver, runtime: { name: "none" } }, "is not { name, version }"],
  [
    "supports-array",
    "capabilities in an array",
    { ...driver, supports: ["ipv6"] },
    "supports of the driver is an array, and not a Set",
  ],
  ["no-resolve", "a driver without resolve()", { ...driver, resolve: undefined }, "the driver has no method resolve"],
  ["no-connect", "a driver without connect()", { ...driver, connect: 7 }, "the driver has no method connect"],
  ["no-listen", "a driver without listen()", { ...driver, listen: null }, "the driver has no method listen"],
];

const inheriting: Taker = {
  id: "listen-fd",
  call: "listen() on",
  operation: "listen",
  give: ({ sockets }, values) => rejecting(() => Reflect.apply(sockets.listen, undefined, values as unknown[])),
};

const A_DESCRIPTOR = "is not a descriptor, an integer from 0 to 2147483647";

const ofInherited: readonly Wrong[] = [
  ["negative", "descriptor -1", [{ fd: -1 }], `fd -1 ${A_DESCRIPTOR}`],
  ["fraction", "descriptor 3.5", [{ fd: 3.5 }], `fd 3.5 ${A_DESCRIPTOR}`],
  ["nan", "descriptor NaN", [{ fd: Number.NaN }], `fd NaN ${A_DESCRIPTOR}`],
  ["large", "descriptor 2 ** 31", [{ fd: 2 ** 31 }], `fd 2147483648 ${A_DESCRIPTOR}`],
  ["text", 'descriptor "3"', [{ fd: "3" }], `fd "3" ${A_DESCRIPTOR}`],
  ["null", "descriptor null", [{ fd: null }], `fd null ${A_DESCRIPTOR}`],
  ["undefined", "no descriptor", [{ fd: undefined }], `fd undefined ${A_DESCRIPTOR}`],
  ["and-port", "a descriptor and a port", [{ fd: 3, port: 0 }], "an inherited socket has no port: expected { fd }"],
  ["name", "a number as its name", [{ fd: 3, name: 7 }], "name 7 is neither a string nor null"],
  ["options-null", "null as options", [{ fd: 3 }, null], "null is not an object of options"],
  ["options-unknown", "an unknown option", [{ fd: 3 }, { queue: 1 }], "there is no option queue; known are"],
  ["options-timeout", "a timeout of -1", [{ fd: 3 }, { timeout: -1 }], "timeout -1 is not a number of milliseconds"],
  ["options-backlog", "backlog 0", [{ fd: 3 }, { backlog: 0 }], "backlog 0 is not an integer from 1 to 65535"],
  [
    "options-mode",
    "mode, which is for binding",
    [{ fd: 3 }, { mode: 0o600 }],
    "mode has an effect where an address is bound",
  ],
];

export const refusedObjects: readonly Refusal[] = [
  ...each([serving], ofServe),
  ...each([servingAtOnce], notAwaited),
  ...each([{ ...serving, needs: "udp" }], datagramsAsListener),
  ...each([servingDatagrams], ofServeDatagrams),
  ...each([piping], ofPipe),
  ...each([creating], ofCreateSockets),
  ...each([inheriting], ofInherited),
];
