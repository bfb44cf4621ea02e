import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog, logLevels, type LogLevel, type LogRecord } from '../../../src/core/lib/log.js';

function written(level: LogLevel): LogRecord[] {
  const records: LogRecord[] = [];
  const log = createLog(
    () => level,
    (record) => records.push(record),
  );
  log.error('e');
  log.warn('w', { status: 503 });
  log.info('i');
  log.debug('d');
  return records;
}

describe('a log', () => {
  it('has of each level those before it', () => {
    assert.deepEqual(
      logLevels.map((level) => written(level).map(({ event }) => event)),
      [[], ['e'], ['e', 'w'], ['e', 'w', 'i'], ['e', 'w', 'i', 'd']],
    );
    assert.deepEqual(written('warn')[1], { level: 'warn', event: 'w', details: { status: 503 } });
  });

  it('follows a level that changes', () => {
    let level: LogLevel = 'off';
    const events: string[] = [];
    const log = createLog(
      () => level,
      ({ event }) => events.push(event),
    );
    log.info('before');
    level = 'info';
    log.info('after');
    assert.deepEqual(events, ['after']);
  });

  it('stops nothing where its sink throws', () => {
    const log = createLog(
      () => 'debug',
      () => {
        throw new Error('monitoring is down');
      },
    );
    log.error('e');
  });
});
