/**
 * A reporter of node:test that only counts, for scripts/test.mjs: passed, failed and skipped tests as JSON, and a line for
 * each skip with its reason. A suite is no test, unless it is skipped as a whole; a test marked as to do counts as skipped.
 */
export default async function* tally(events) {
  const counts = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const reason = data.skip ?? data.todo;
    if (reason !== undefined) {
      counts.skipped += 1;
      counts.notes.push(`skipped: ${data.name}${typeof reason === 'string' ? `: ${reason}` : ''}`);
    } else if (data.details.type !== 'suite') {
      counts[type === 'test:pass' ? 'passed' : 'failed'] += 1;
    }
  }
  yield JSON.stringify(counts);
}
