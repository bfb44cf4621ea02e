import { inspect } from 'node:util';

/** Looks at every turn of the event loop whether it holds; gives up after 20 s, and says what it saw last. */
export async function until(holds: () => boolean, saw: () => unknown): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) {
      const last = inspect(saw(), { depth: 4, breakLength: 120, maxStringLength: 200 });
      throw new Error(`waited in vain for ${String(holds)}; at last: ${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
