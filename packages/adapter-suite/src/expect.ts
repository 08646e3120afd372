import {
  chai,
  customMatchers,
  type ExpectStatic,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
} from "@vitest/expect";

// Where Vitest runs, its own copy may be this one, which has them: twice, `rejects.toThrow` would look into what it has wrapped itself.
const isThere = "toStrictEqual" in chai.Assertion.prototype;
for (const plugin of isThere ? [] : [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

/** As the plugin adds it: what is to be extended is its first argument. */
interface Extensible {
  extend(expect: unknown, matchers: typeof customMatchers): void;
}
(chai.expect as unknown as Extensible).extend(chai.expect, customMatchers);

/** Vitest's matchers where no Vitest runs. What fails is an `AssertionError`, with `expected` and `actual`. */
export const expect: ExpectStatic = chai.expect as unknown as ExpectStatic;
