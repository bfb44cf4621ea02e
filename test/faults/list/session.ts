import { headerOf } from '../../support/scripted-gateway.js';
import { ends, goesOn, watch, type Fault } from '../rig/judges.js';
import { kindOf, methodOf, SipTap, withHeaders, withoutHeader } from '../rig/sip-tap.js';
import type { Stage } from '../rig/stage.js';
import { Judged, survived } from '../rig/verdict.js';

/** The shortest interval that the widget takes, s. */
const INTERVAL = 10;

const isRefreshed = (message: string): boolean =>
  kindOf(message) === '200' && ['INVITE', 'UPDATE'].includes(methodOf(message));

/** Every 2xx of the gateway's names a session timer. */
function timed(stage: Stage, refresher: 'uac' | 'uas', change = (message: string) => message): SipTap {
  const sip = new SipTap(stage);
  sip.gateway = (message) =>
    isRefreshed(message)
      ? change(withHeaders(message, `Session-Expires: ${INTERVAL};refresher=${refresher}`, 'Require: timer'))
      : message;
  return sip;
}

/** Three refreshes, each within the interval, and nobody is the worse for it; seconds of the longest wait. */
async function refreshed(stage: Stage, sip: SipTap, method: 'UPDATE' | 'INVITE'): Promise<number> {
  const offers = () =>
    sip.sent.filter((message) => kindOf(message) === method && /;tag=/.test(headerOf(message, 'To')));
  let longest = 0;
  for (const count of [1, 2, 3]) {
    const since = watch();
    await stage.until(`no ${method} in time`, () => offers().length >= count, INTERVAL * 1000);
    longest = Math.max(longest, since.seconds());
  }
  if (offers().some((message) => !/^Session-Expires: *10;refresher=uac/im.test(message)))
    throw new Judged('wrong', `the ${method} names no session timer`);
  return longest;
}

/** Session timers (RFC 4028). */
export const session: readonly Fault[] = [
  {
    name: 'interval-422',
    title: 'A session timer of 10 s is too small for the gateway (422), one of 12 s is not',
    right: 'survived: refreshed in time',
    async run(stage) {
      const sip = new SipTap(stage);
      const interval = /^Session-Expires: *12;refresher=uac/im;
      sip.visitor = (message) => {
        if (kindOf(message) !== 'INVITE' || interval.test(message)) return message;
        sip.reply(message, 422, ['Min-SE: 12']);
        return null;
      };
      sip.gateway = (message) =>
        isRefreshed(message) ? withHeaders(message, 'Session-Expires: 12;refresher=uac', 'Require: timer') : message;
      await stage.talk();
      const since = watch();
      const updated = () => sip.sent.some((message) => kindOf(message) === 'UPDATE' && interval.test(message));
      await stage.until('it was never refreshed', updated, 12_000);
      const waited = since.seconds();
      await goesOn(stage, 5);
      return survived(waited);
    },
  },
  {
    name: 'visitor-refreshes',
    title: 'A session timer of 10 s that the visitor refreshes: UPDATE',
    right: 'survived: refreshed in time',
    async run(stage) {
      const sip = timed(stage, 'uac');
      await stage.talk();
      const longest = await refreshed(stage, sip, 'UPDATE');
      await goesOn(stage, 5);
      return survived(longest);
    },
  },
  {
    name: 'visitor-reinvites',
    title: 'The same, and the gateway has no UPDATE: re-INVITE',
    right: 'survived: refreshed in time',
    async run(stage) {
      const sip = timed(stage, 'uac', (message) => withoutHeader(message, 'Allow'));
      await stage.talk();
      const longest = await refreshed(stage, sip, 'INVITE');
      await goesOn(stage, 5);
      return survived(longest);
    },
  },
  {
    name: 'gateway-stops-refreshing',
    title: 'A session timer of 10 s that the gateway should refresh, and does not',
    right: 'ended: BYE before it expires, said',
    async run(stage) {
      timed(stage, 'uas');
      await stage.talk();
      await stage.holds(3_000);
      return ends(stage, /Call ended/, INTERVAL);
    },
  },
];
