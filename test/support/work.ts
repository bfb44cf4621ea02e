import { Session } from 'node:inspector/promises';

/**
 * How much a module does in one call of its export `name`: how often its functions and the blocks in them are entered, as V8
 * counts them for coverage. A count, not a time: the same on every machine and under any load. What a regular expression does
 * by itself is not in it.
 */
export async function workOf(module: URL, name: string, ...args: readonly unknown[]): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    // A copy of its own: what was compiled before has no counters.
    const copy = `${module.href}?${crypto.randomUUID()}`;
    const exports = (await import(copy)) as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
    exports[name]?.(...args);
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const functions = result.filter(({ url }) => url === copy).flatMap((script) => script.functions);
    return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0);
  } finally {
    session.disconnect();
  }
}
