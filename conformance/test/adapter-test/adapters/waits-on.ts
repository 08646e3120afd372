// The same, with something that keeps the process.
setInterval(() => {}, 1_000);
await new Promise(() => {});
