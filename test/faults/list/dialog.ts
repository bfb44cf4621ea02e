import { bodyOf, headerOf } from '../../support/scripted-gateway.js';
import { goesOn, told, watch, type Fault } from '../rig/judges.js';
import { kindOf, reoffer, SipTap } from '../rig/sip-tap.js';
import { Judged, survived } from '../rig/verdict.js';

function expectStatus(final: string, status: string): void {
  if (kindOf(final) !== status) throw new Judged('wrong', `${kindOf(final)} in place of ${status}`);
}

/** What the gateway asks within the dialog. */
export const dialog: readonly Fault[] = [
  {
    name: 'gateway-updates',
    title: 'UPDATE of the gateway: one to refresh, one that holds, one that takes back',
    right: 'survived: said',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      await stage.talk();
      expectStatus(await sip.ask('UPDATE', ['Session-Expires: 1800;refresher=uac', 'Supported: timer']), '200');
      expectStatus(await sip.ask('UPDATE', [], reoffer(sip.answer, 1, 'sendonly')), '200');
      const said = await told(stage, /on hold/);
      const back = await sip.ask('UPDATE', [], reoffer(sip.answer, 2, 'sendrecv'));
      expectStatus(back, '200');
      if (!/^a=sendrecv/m.test(bodyOf(back))) throw new Judged('wrong', 'the answer to it is held');
      await goesOn(stage, 5);
      return survived(said);
    },
  },
  {
    name: 'offerless-reinvite',
    title: 're-INVITE without an offer',
    right: 'survived: ours is in the 200, the answer in the ACK',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      await stage.talk();
      const since = watch();
      const final = await sip.ask('INVITE');
      expectStatus(final, '200');
      sip.ack(final, await stage.answer(bodyOf(final)));
      const exchanged = since.seconds();
      // Once more: the first one was finished.
      const again = await sip.ask('INVITE');
      expectStatus(again, '200');
      sip.ack(again, await stage.answer(bodyOf(again)));
      await goesOn(stage, 5);
      return survived(exchanged);
    },
  },
  {
    name: 'glare',
    title: 'Both ends re-INVITE at the same time (491)',
    right: 'survived: ours goes out again after 2.1 to 4 s',
    async run(stage) {
      const sip = new SipTap(stage);
      const theirs: Promise<string>[] = [];
      sip.visitor = (message) => {
        if (kindOf(message) !== 'INVITE' || theirs.length > 0 || !/;tag=/.test(headerOf(message, 'To'))) return message;
        const asked = sip.ask('INVITE', [], reoffer(sip.answer, 1, 'sendrecv'));
        void asked.then(() => sip.reply(message, 491));
        theirs.push(asked);
        return null;
      };
      await stage.talk();
      stage.media.kill();
      await stage.until('ICE was never restarted', () => theirs.length > 0, 20_000);
      const since = watch();
      for (const asked of theirs) expectStatus(await asked, '491');
      await stage.untilHeard(15_000);
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'oversized',
    title: 'A request of 200 KB',
    right: 'survived: 513',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      await stage.talk();
      const since = watch();
      expectStatus(await sip.ask('INFO', [], 'x'.repeat(200_000)), '513');
      const refused = since.seconds();
      await goesOn(stage, 5);
      return survived(refused);
    },
  },
  {
    name: 'hostile-reoffer',
    title: 'A re-INVITE of 10,000 sections, one of 2,500, one of a fax',
    right: 'survived: 513, 488, 488, and the next good one is taken',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      await stage.talk();
      const good = reoffer(sip.answer, 1, 'sendrecv');
      const since = watch();
      expectStatus(await sip.ask('INVITE', [], good + 'm=audio 0 RTP/AVP 0\r\n'.repeat(10_000)), '513');
      expectStatus(await sip.ask('INVITE', [], good + 'm=audio 0 RTP/AVP 0\r\n'.repeat(2_500)), '488');
      expectStatus(await sip.ask('INVITE', [], good.replace(/^m=audio .*/m, 'm=image 9 udptl t38')), '488');
      const final = await sip.ask('INVITE', [], good);
      expectStatus(final, '200');
      sip.ack(final);
      const taken = since.seconds();
      await goesOn(stage, 5);
      return survived(taken);
    },
  },
];
