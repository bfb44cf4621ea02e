/**
 * While rrweb records it stands between the page and the methods that change styles, and takes the errors that they throw
 * for its own. This remembers which errors the browser threw at the page, so that the page gets them as it always did.
 */
export class PageErrors {
  readonly #known = new WeakSet();
  readonly #undo: (() => void)[] = [];

  constructor(window: Window & typeof globalThis) {
    for (const { prototype } of [window.CSSStyleSheet, window.CSSGroupingRule, window.CSSStyleDeclaration])
      for (const name of ['insertRule', 'deleteRule', 'replaceSync', 'setProperty', 'removeProperty'])
        this.#watch(prototype, name);
  }

  /** Whether a method that the page called threw this, of itself. */
  has(error: unknown): boolean {
    return typeof error === 'object' && error !== null && this.#known.has(error);
  }

  /** To be called when rrweb has put back what it found. */
  release(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #watch(prototype: object, name: string): void {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    const native: unknown = descriptor?.value;
    if (typeof native !== 'function' || descriptor?.configurable !== true) return;
    const known = this.#known;
    const value = function (this: unknown, ...parameters: unknown[]): unknown {
      try {
        return Reflect.apply(native, this, parameters);
      } catch (error) {
        if (typeof error === 'object' && error !== null) known.add(error);
        throw error;
      }
    };
    Object.defineProperty(prototype, name, { ...descriptor, value });
    this.#undo.push(() => {
      // What the page put there since stays: it calls this in turn.
      if (Object.getOwnPropertyDescriptor(prototype, name)?.value === value)
        Object.defineProperty(prototype, name, descriptor);
    });
  }
}
