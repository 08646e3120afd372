/** Tells the time, in milliseconds since 1970-01-01 00:00 UTC, as `Date.now` does. */
export type Clock = () => number;
