/** A value and the wish to be told of it: `until` resolves at once where the value fits already. */
export class Watched<T> {
  #value: T;
  readonly #changes = new EventTarget();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#changes.dispatchEvent(new Event('change'));
  }

  /** Rejects after `limitMs` with what the value is instead. */
  until(fits: (value: T) => boolean, limitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = new AbortController();
      const timer = setTimeout(() => {
        done.abort();
        reject(new Error(`waited ${limitMs} ms in vain; it is ${JSON.stringify(this.#value)}`));
      }, limitMs);
      const look = () => {
        if (!fits(this.#value)) return;
        done.abort();
        clearTimeout(timer);
        resolve(this.#value);
      };
      this.#changes.addEventListener('change', look, { signal: done.signal });
      look();
    });
  }
}
