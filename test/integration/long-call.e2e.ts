/** One call held through everything that a day may bring. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from '../faults/rig/browsers.js';
import { byeArrives, nothingLeft, told } from '../faults/rig/judges.js';
import { Stage } from '../faults/rig/stage.js';

test(
  'socket cut, another address, microphone swapped, hold, and 60 s of 502: one call',
  { timeout: 180_000 },
  async () => {
    const browser = await launch('chromium');
    if (typeof browser === 'string') assert.fail(browser);
    const stage = await Stage.open(browser, 'at-once');
    try {
      await stage.talk();
      stage.intercept(
        (next) => async (request) =>
          /getClickToCallEvents/.test(request.url) ? new Response('', { status: 502 }) : next(request),
      );
      const since = performance.now();

      stage.proxy.cut();
      await stage.holds(5_000);
      await stage.proxy.listen();
      await stage.until('signaling never came back', () => stage.proxy.alive > 0, 10_000);
      await stage.untilHeard(5_000);

      stage.media.kill();
      stage.proxy.cut();
      await stage.holds(3_000);
      await stage.proxy.listen();
      await stage.untilHeard(30_000);

      await stage.page.evaluate(() => window.microphone.end());
      await stage.holds(1_500);
      await stage.untilHeard(5_000);

      assert.equal(await stage.leg.hold?.(true), 200);
      await told(stage, /on hold/);
      assert.equal(await stage.leg.hold?.(false), 200);
      await stage.untilHeard(5_000);

      await stage.holds(Math.max(0, 60_000 - (performance.now() - since)));
      stage.intercept(null);
      const before = stage.leg;
      stage.call.act({ after: 0, do: 'transfer' });
      stage.call.act({ after: 0, do: 'connect' });
      await stage.until('the transfer was never heard of', () => before.report().ended !== 'no', 15_000);
      await stage.untilHeard(10_000);

      const { seconds, recovered } = await stage.page.evaluate(async () => {
        const element = document.querySelector('cc-click-to-call')!;
        const over = new Promise<{ seconds: number; recovered: readonly { what: string }[] }>((resolve) =>
          element.addEventListener('cc-call-end', ({ seconds: talked, report }) =>
            resolve({ seconds: talked, recovered: report?.recovered ?? [] }),
          ),
        );
        await element.hangUp();
        return over;
      });
      assert.ok(seconds >= 60, `one call of ${seconds} s`);
      assert.ok(recovered.filter(({ what }) => what === 'signaling').length >= 2, JSON.stringify(recovered));
      await byeArrives(stage);
      await nothingLeft(stage);
    } finally {
      await stage.close();
      await browser.close();
    }
  },
);
