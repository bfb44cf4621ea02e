/** Time as the core sees it, so that tests can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms`. Returns a function that cancels the timer. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`; rejects with the signal's reason when that aborts first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    const abort = () => {
      cancel();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
}

export interface Deadline {
  readonly signal: AbortSignal;
  /** True where the timeout fired; false where the parent aborted, or neither has happened yet. */
  readonly expired: boolean;
  /** Removes the timer and the listener. To be called once the task has settled. */
  clear(): void;
}

/** A signal that aborts with its parent or after `ms`. (`AbortSignal.any` is missing in browsers still in use.) */
export function deadline(clock: Clock, ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  let expired = false;
  const cancel = clock.after(ms, () => {
    expired = true;
    controller.abort(new DOMException('The operation timed out.', 'TimeoutError'));
  });
  const abort = () => {
    cancel();
    controller.abort(parent?.reason);
  };
  if (parent?.aborted) abort();
  else parent?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    get expired() {
      return expired;
    },
    clear() {
      cancel();
      parent?.removeEventListener('abort', abort);
    },
  };
}

/** Settles as `task` does, or rejects with the signal's reason when that aborts first. */
export function orAborted<Result>(task: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return task;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    Promise.resolve(task)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What `look` resolves with; `otherwise` where it throws, rejects, or takes longer than `ms`. Never rejects. */
export function atMost<Result>(
  clock: Clock,
  ms: number,
  look: () => Result | PromiseLike<Result>,
  otherwise: Result,
): Promise<Result> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(otherwise));
    new Promise<Result>((looked) => looked(look())).then(resolve, () => resolve(otherwise)).finally(cancel);
  });
}
