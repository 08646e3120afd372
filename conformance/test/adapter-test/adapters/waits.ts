// An adapter whose import waits for what never comes.
await new Promise(() => {});
