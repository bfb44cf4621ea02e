import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { inviteBySip } from '../../../src/browser/call/sip-dialog.js';
import type { SignalingChannel, SipDialog } from '../../../src/core/call/ports.js';
import { systemClock } from '../../../src/core/lib/clock.js';
import { settle } from '../../support/manual-clock.js';
import {
  forkingProxy,
  sdpBody,
  sipWire,
  type IncomingInviteRequest,
  type Session,
  type Uas,
} from '../../support/sip-uas.js';

const target = { domain: 'gw.example', addresses: ['x'], accessCode: '079080000537636', caller: 'AnonymousCard' };

const made: { readonly branches: readonly Uas[]; readonly dialog: SipDialog }[] = [];

/** Sends an INVITE to a gateway that does with it what the test says. */
async function invite(onInvite: (request: IncomingInviteRequest) => void, offered?: () => Promise<string>) {
  const uas = sipWire();
  uas.onInvite = onInvite;
  return { uas, ...(await inviteOver(uas.channel, [uas], offered)) };
}

async function inviteOver(channel: SignalingChannel, branches: readonly Uas[], offered = async () => 'answer-sdp') {
  const told: string[] = [];
  const dialog = inviteBySip(systemClock)(
    channel,
    { target, sdp: 'offer-sdp' },
    {
      progress: (status, sdp) => told.push(`progress ${status} ${sdp ?? '-'}`),
      accepted: (sdp) => told.push(`accepted ${sdp}`),
      refused: (status, retryAfter) => told.push(`refused ${status} ${retryAfter ?? '-'}`),
      channelClosed: () => told.push('channel closed'),
      heard: () => undefined,
      answered: (sdp) => told.push(`answered ${sdp}`),
      closed: () => undefined,
      unusable: (why) => told.push(`unusable: ${why}`),
      over: () => told.push('over'),
      offered,
    },
  );
  made.push({ branches, dialog });
  await settle();
  return { told, dialog };
}

/** Rings, then answers; returns the gateway's session and the call. */
async function answered(
  offered?: () => Promise<string>,
): Promise<Awaited<ReturnType<typeof invite>> & { session: Session }> {
  let session: Session | null = null;
  const call = await invite((request) => {
    request.progress({ statusCode: 180 });
    session = request.accept({ statusCode: 200, body: sdpBody('answer') }).session;
  }, offered);
  assert.ok(session);
  return { ...call, session };
}

/** Sends an INVITE to two gateways that ring, and answer when the test says. */
async function forked(ring: (request: IncomingInviteRequest, answer: () => void) => void) {
  const branches = [sipWire(), sipWire()] as const;
  const sessions: Session[] = [];
  for (const uas of branches)
    uas.onInvite = (request) => {
      request.progress({ statusCode: 180 });
      ring(request, () => {
        sessions.push(request.accept({ statusCode: 200, body: sdpBody('answer') }).session);
      });
    };
  const proxy = forkingProxy(branches);
  const sip = () => branches.map(({ requests }) => requests.join(' '));
  return { proxy, sip, sessions, ...(await inviteOver(proxy, branches)) };
}

describe('SIP dialog', () => {
  // A dialog that is left alone keeps the timers of its transactions for 32 s, and with them this process.
  afterEach(() => {
    for (const { branches, dialog } of made.splice(0)) {
      dialog.close();
      for (const uas of branches) uas.cut();
    }
  });

  it('sends an INVITE from caller to access code, without REGISTER', async () => {
    const { uas } = await invite(() => undefined);
    assert.deepEqual(uas.requests, ['INVITE']);
    const [message = ''] = uas.received;
    assert.match(message, /^INVITE sip:079080000537636@gw\.example SIP\/2\.0\r\n/);
    assert.match(message, /\r\nFrom: <sip:AnonymousCard@gw\.example>;tag=/);
    assert.match(message, /\r\nTo: <sip:079080000537636@gw\.example>\r\n/);
    assert.match(message, /\r\nVia: SIP\/2\.0\/WS [a-z0-9]+\.invalid;branch=z9hG4bK/);
    assert.match(message, /\r\nContact: <sip:AnonymousCard@[a-z0-9]+\.invalid;transport=ws>\r\n/);
    assert.match(message, /\r\n\r\noffer-sdp$/);
  });

  it('tells ringing and the answer, acknowledges, and says BYE once', async () => {
    const { uas, told, dialog } = await answered();
    assert.deepEqual(told, ['progress 180 -', 'accepted answer']);
    dialog.end();
    dialog.end();
    await settle();
    assert.deepEqual(uas.requests, ['INVITE', 'ACK', 'BYE']);
    assert.equal(uas.closed, true);
  });

  it('tells a BYE of the other side once, answers it and closes the socket', async () => {
    const { uas, told, session, dialog } = await answered();
    let status = 0;
    session.bye({ onAccept: ({ message }) => (status = message.statusCode ?? 0) });
    await settle();
    dialog.end();
    assert.deepEqual([told.at(-1), told.filter((one) => one === 'over').length, uas.closed], ['over', 1, true]);
    assert.ok(status === 200 || uas.received.some((message) => message.startsWith('SIP/2.0 200')));
  });

  it('cancels while it rings', async () => {
    const { uas, told, dialog } = await invite((request) => {
      request.delegate = { onCancel: () => request.reject({ statusCode: 487 }) };
      request.progress({ statusCode: 180 });
    });
    dialog.end();
    await settle();
    assert.deepEqual(uas.requests, ['INVITE', 'CANCEL', 'ACK']);
    assert.deepEqual([told.at(-1), uas.closed], ['progress 180 -', true]);
  });

  it('acknowledges and ends a 200 that crossed its CANCEL', async () => {
    const { uas, dialog, told } = await invite((request) => {
      request.delegate = { onCancel: () => void request.accept({ statusCode: 200, body: sdpBody('late') }) };
      request.progress({ statusCode: 180 });
    });
    dialog.end();
    await settle();
    assert.deepEqual(uas.requests, ['INVITE', 'CANCEL', 'ACK', 'BYE']);
    assert.deepEqual([told.includes('accepted late'), uas.closed], [false, true]);
  });

  it('acknowledges and ends further branches of a forked INVITE, and nothing else with them', async () => {
    const { proxy, told, sip, sessions } = await forked((_request, answer) => answer());
    assert.deepEqual([sip(), proxy.closed], [['INVITE ACK', 'INVITE ACK BYE'], false]);
    sessions[0]?.bye();
    await settle();
    assert.deepEqual([told.slice(-2), proxy.closed], [['accepted answer', 'over'], true]);
  });

  it('acknowledges and ends every branch of a forked INVITE that crossed its CANCEL', async () => {
    const { proxy, told, sip, dialog } = await forked((request, answer) => (request.delegate = { onCancel: answer }));
    dialog.end();
    await settle();
    assert.deepEqual(sip(), ['INVITE CANCEL ACK BYE', 'INVITE CANCEL ACK BYE']);
    assert.deepEqual([told.includes('accepted answer'), proxy.closed], [false, true]);
  });

  it('waits with the CANCEL until the gateway has said anything (RFC 3261 §9.1)', async () => {
    const held: IncomingInviteRequest[] = [];
    const { uas, dialog } = await invite((request) => void held.push(request));
    dialog.end();
    await settle();
    assert.deepEqual(uas.requests, ['INVITE']);
    held[0]?.progress({ statusCode: 180 });
    await settle();
    assert.deepEqual(uas.requests, ['INVITE', 'CANCEL']);
    uas.cut();
    assert.equal(uas.closed, true);
  });

  for (const [status, header, expected] of [
    [403, [], 'refused 403 -'],
    [486, [], 'refused 486 -'],
    [503, ['Retry-After: 7;duration=3600'], 'refused 503 7000'],
    [503, ['Retry-After: -7'], 'refused 503 -'],
    [503, ['Retry-After: (soon)'], 'refused 503 -'],
    [302, ['Contact: <sip:x@elsewhere.example>'], 'refused 302 -'],
  ] as const)
    it(`tells a ${status} once, acknowledges it and closes`, async () => {
      const { uas, told } = await invite((request) => {
        if (status === 302) request.redirect([], { statusCode: 302, extraHeaders: [...header] });
        else request.reject({ statusCode: status, extraHeaders: [...header] });
      });
      assert.deepEqual(told, [expected]);
      assert.deepEqual([uas.requests, uas.closed], [['INVITE', 'ACK'], true]);
    });

  it('outlives its channel', async () => {
    const ringing = await invite((request) => void request.progress({ statusCode: 180 }));
    ringing.uas.cut();
    assert.equal(ringing.told.at(-1), 'channel closed');
    const talking = await answered();
    talking.uas.cut();
    assert.deepEqual(talking.told.slice(-2), ['accepted answer', 'channel closed']);
    talking.dialog.end();
  });

  it('answers an offer of the gateway, and refuses with 488 where the browser would not take it', async () => {
    for (const [offered, expected] of [
      [async () => 'new-answer', 200],
      [async () => Promise.reject(new Error('no')), 488],
    ] as const) {
      const { session, dialog } = await answered(offered);
      let status = 0;
      const hear = ({ message }: { message: { statusCode: number | undefined } }) => (status = message.statusCode ?? 0);
      session.invite(
        { onAccept: (response) => (hear(response), void response.ack()), onReject: hear },
        { body: sdpBody('offer'), extraHeaders: ['Contact: <sip:agent@gw.example>'] },
      );
      await settle();
      assert.equal(status, expected);
      dialog.end();
    }
  });

  it('sends INFO in the dialog', async () => {
    const { uas, dialog } = await answered();
    dialog.info('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n');
    await settle();
    assert.match(uas.received.at(-1) ?? '', /^INFO [^]*Content-Type: application\/dtmf-relay[^]*Signal=5/);
    dialog.end();
  });

  it('ends an answer that is too long on both sides', async () => {
    const { uas, told } = await invite((request) => {
      request.progress({ statusCode: 180 });
      request.accept({ statusCode: 200, body: sdpBody('x'.repeat(65_536)) });
    });
    assert.deepEqual(told, ['progress 180 -', 'unusable: The answer of the gateway has no session description.']);
    assert.deepEqual(uas.requests, ['INVITE', 'ACK', 'BYE']);
    assert.equal(uas.closed, true);
  });

  it('refuses a request that is too long, and the call goes on', async () => {
    const { uas, told, session } = await answered();
    let status = 0;
    session.info(
      { onReject: ({ message }) => (status = message.statusCode ?? 0) },
      { body: sdpBody('x'.repeat(65_536)) },
    );
    await settle();
    assert.equal(status, 513);
    session.bye();
    await settle();
    assert.deepEqual([told.at(-1), uas.closed], ['over', true]);
  });

  it('survives what is no SIP', async () => {
    const { uas, told } = await answered();
    for (const junk of [
      '',
      'GET / HTTP/1.1\r\n\r\n',
      'SIP/2.0 200 OK\r\n\r\n',
      '\u0000\u0001',
      'BYE x SIP/2.0\r\nVia: \r\n\r\n',
    ])
      uas.channel.onMessage?.(junk);
    await settle();
    assert.equal(told.at(-1), 'accepted answer');
    uas.cut();
  });
});
