import { endsListener } from "@anysock/core";
import { expect, test } from "vitest";

test.each(["EBADF", "EINVAL", "ENOTSOCK", "EOPNOTSUPP"])("%s of accept is the listener's own", (code) =>
  expect(endsListener(code)).toBe(true),
);

test.each(["ECONNABORTED", "EMFILE", "ENFILE", "ENOBUFS", "ENOMEM", "EPERM", "ENOTCONN", undefined])(
  "%s of accept is one connection's, or will pass",
  (code) => expect(endsListener(code)).toBe(false),
);
