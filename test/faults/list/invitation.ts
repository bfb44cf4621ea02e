import { bodyOf, headerOf } from '../../support/scripted-gateway.js';
import { ends, goesOn, watch, type Fault } from '../rig/judges.js';
import { kindOf, methodOf, SipTap, toTag, withBody, withHeaders, withoutHeader } from '../rig/sip-tap.js';
import { Judged, survived } from '../rig/verdict.js';

const isAnswer = (message: string): boolean => kindOf(message) === '200' && methodOf(message) === 'INVITE';

/** What the gateway makes of the INVITE, up to its 2xx. */
export const invitation: readonly Fault[] = [
  {
    name: 'requires-421',
    title: 'The gateway takes no call without timer and 100rel (421)',
    right: 'survived',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      sip.visitor = (message) => {
        if (kindOf(message) !== 'INVITE') return message;
        if (/^Require:.*timer/im.test(message) && /^Require:.*100rel/im.test(message))
          return withoutHeader(message, 'Require'); // sip.js knows neither
        sip.reply(message, 421, ['Require: timer, 100rel']);
        return null;
      };
      const since = watch();
      await stage.talk();
      const heard = since.seconds();
      if (!sip.sent.some((message) => kindOf(message) === 'INVITE' && /^Session-Expires:/im.test(message)))
        throw new Judged('wrong', 'no session timer was asked for');
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'answer-unbundled',
    title: 'The gateway’s answer bundles nothing',
    right: 'survived',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      sip.gateway = (message) =>
        isAnswer(message) ? withBody(message, bodyOf(message).replace(/^a=group:BUNDLE.*\r\n/gm, '')) : message;
      const since = watch();
      await stage.talk();
      const heard = since.seconds();
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'reliable-early-answer',
    title: 'Ringing is reliable (100rel), and only the 183 has the answer',
    right: 'survived: PRACK for each',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      const acknowledged: string[] = [];
      let final = '';
      const provisional = (status: string, rseq: number, body: string) =>
        withBody(
          withHeaders(final.replace('SIP/2.0 200 OK', `SIP/2.0 ${status}`), 'Require: 100rel', `RSeq: ${rseq}`),
          body,
        );
      sip.gateway = (message) => {
        if (!isAnswer(message) || final !== '') return message;
        final = message;
        sip.say(provisional('183 Session Progress', 7, bodyOf(message)));
        return null;
      };
      sip.visitor = (message) => {
        if (kindOf(message) !== 'PRACK') return message;
        acknowledged.push(headerOf(message, 'RAck'));
        sip.reply(message, 200);
        sip.say(acknowledged.length === 1 ? provisional('180 Ringing', 8, '') : withBody(final, ''));
        return null;
      };
      const since = watch();
      await stage.talk();
      const heard = since.seconds();
      if (acknowledged.join() !== '7 1 INVITE,8 1 INVITE') throw new Judged('wrong', `PRACK: ${acknowledged.join()}`);
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
  {
    name: 'forked',
    title: 'Two phones answer one INVITE (two 200s, two To tags)',
    right: 'survived: the second one gets ACK and BYE',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      const got: string[] = [];
      let first = '';
      sip.gateway = (message) => {
        if (isAnswer(message)) first ||= message;
        return message;
      };
      sip.visitor = (message) => {
        if (toTag(message) !== 'second') return message;
        got.push(kindOf(message));
        if (kindOf(message) === 'BYE') sip.reply(message, 200);
        return null;
      };
      await stage.talk();
      sip.say(first.replace(`;tag=${toTag(first)}`, ';tag=second'));
      const since = watch();
      await stage.until('the second one is left in its call', () => got.join() === 'ACK,BYE', 5_000);
      const ended = since.seconds();
      await goesOn(stage, 5);
      return survived(ended);
    },
  },
  {
    name: 'endless-provisional',
    title: 'The gateway sends 180 without end',
    right: 'ended: CANCEL, said',
    channel: 'rings',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      let flood: NodeJS.Timeout | undefined;
      sip.gateway = (message) => {
        if (kindOf(message) === '180') flood ??= setInterval(() => sip.say(message), 2);
        return message;
      };
      try {
        await stage.press();
        return await ends(stage, /Try again/);
      } finally {
        clearInterval(flood);
      }
    },
  },
  {
    name: 'hostile-answer',
    title: 'The 200 has a description of 10,000 sections',
    right: 'ended: ACK and BYE, said',
    quick: true,
    async run(stage) {
      const sip = new SipTap(stage);
      sip.gateway = (message) =>
        isAnswer(message) ? withBody(message, bodyOf(message) + 'm=audio 0 RTP/AVP 0\r\n'.repeat(10_000)) : message;
      await stage.press();
      const verdict = await ends(stage, /Try again/);
      if (!sip.sent.some((message) => kindOf(message) === 'ACK')) throw new Judged('wrong', 'the 200 got no ACK');
      return verdict;
    },
  },
  {
    name: 'restart-ringing',
    title: 'The gateway starts anew while it rings',
    right: 'survived: the INVITE goes out again',
    channel: 'rings',
    async run(stage) {
      await stage.press();
      await stage.until('it never rang', () => stage.gateways.activeCalls > 0);
      stage.gateways.restart();
      const since = watch();
      await stage.untilHeard(30_000);
      const heard = since.seconds() - 8;
      await goesOn(stage, 5);
      return survived(heard);
    },
  },
];
