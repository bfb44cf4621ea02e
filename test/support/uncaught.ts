import type { TestContext } from 'node:test';

/** What is thrown in a microtask during this test, where a page would report it as uncaught. */
export function uncaught(test: TestContext): readonly unknown[] {
  const thrown: unknown[] = [];
  const queue = globalThis.queueMicrotask;
  test.mock.method(globalThis, 'queueMicrotask', (task: () => void) =>
    queue(() => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    }),
  );
  return thrown;
}
