/** What the page reports as uncaught while `run` runs, kept from the test runner. */
export async function pageErrors(run: () => Promise<void>): Promise<unknown[]> {
  const errors: unknown[] = [];
  const runner = window.onerror;
  window.onerror = (...[, , , , error]) => errors.push(error) > 0;
  try {
    await run();
  } finally {
    window.onerror = runner;
  }
  return errors;
}
