/** The messages of RFC 4475, each by what is torture in it: valid ones are read, invalid ones do no harm. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readMessage, type IncomingMessage } from '../../../src/browser/call/sip/incoming-message.js';
import { addressOf } from '../../../src/browser/call/sip/syntax.js';
import { settle } from '../../support/manual-clock.js';
import { answered, invited } from '../../support/scripted-gateway.js';

type Read = Partial<Record<keyof IncomingMessage, unknown>>;

/** What every message has that says nothing else. */
const usual: Readonly<Record<string, string>> = {
  To: 'sip:j.user@example.com',
  From: 'sip:caller@example.net;tag=134161461246',
  'Call-ID': 'torture.0ha0isndaksdjasdf3234nas',
  CSeq: '8 INVITE',
  Via: 'SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw',
};

/** A message whose headers are the usual ones, but for these: null leaves one out, a list is several lines. */
function sip(
  first: string,
  changed: Readonly<Record<string, string | readonly string[] | null>> = {},
  body = '',
): string {
  const headers = Object.entries({ ...usual, ...changed }).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => `${name}: ${one}`),
  );
  return [first, ...headers, '', body].join('\r\n');
}

const INVITE = 'INVITE sip:user@example.com SIP/2.0';
const OPTIONS = 'OPTIONS sip:user@example.com SIP/2.0';
const options = { CSeq: '8 OPTIONS' };
const SDP = 'v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\n';
const oddMethod = "!interesting-Method0123456789_*+`.%indeed'~";

const readable: readonly [name: string, message: string, read: Read][] = [
  [
    'wsinv: white space, folding, compact forms, odd case (§3.1.1.1)',
    [
      'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
      'TO :',
      ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      '  ;',
      '  tag = 98asjd8',
      'MaX-fOrWaRdS: 0068',
      'Call-ID: wsinv.ndaksdj@192.0.2.1',
      'cseq: 0009',
      '  INVITE',
      'Via  : SIP  /   2.0',
      ' /UDP',
      '    192.0.2.2;branch=390skdjuw',
      's :',
      'NewFangledHeader:   newfangled value',
      ' continued newfangled value',
      'UnknownHeaderWithUnusualValue: ;;,,;;,;',
      'Content-Type: application/sdp',
      'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
      '  branch  =   z9hG4bK9ikj8  ,',
      ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
      ' z9hG4bK30239',
      'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
      '      newvalue ;',
      '  secondparam ; q = 0.33',
      '',
      SDP,
    ].join('\r\n'),
    { method: 'INVITE', cseq: 9, toTag: '1918181833n', fromTag: '98asjd8', branch: '390skdjuw', sdp: SDP },
  ],
  [
    'intmeth: every character that a method and a URI may have (§3.1.1.2)',
    sip(`${oddMethod} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1@example.com SIP/2.0`, {
      CSeq: `139122385 ${oddMethod}`,
      To: '"BEL:\u0007 NUL:\u0000 DEL:\u007f" <sip:1_unusual.URI~@example.com>',
      From: "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
    }),
    { method: oddMethod, cseq: 139_122_385, fromTag: "_token~1'+`*%!-." },
  ],
  [
    'esc01: escapes in URIs (§3.1.1.3)',
    sip('INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0'),
    { method: 'INVITE' },
  ],
  [
    'escnull: an escaped NUL (§3.1.1.4)',
    sip('REGISTER sip:example.com SIP/2.0', { CSeq: '14 REGISTER', To: 'sip:null-%00-null@example.com' }),
    { cseq: 14 },
  ],
  [
    'esc02: a percent sign that is no escape (§3.1.1.5)',
    sip('RE%47IST%45R sip:registrar.example.com SIP/2.0', { CSeq: '29344 RE%47IST%45R' }),
    { method: 'RE%47IST%45R' },
  ],
  [
    'lwsdisp: no space before the bracket (§3.1.1.6)',
    sip(OPTIONS, { ...options, From: 'caller<sip:caller@example.com>;tag=323' }),
    { fromTag: '323' },
  ],
  [
    'longreq: long values (§3.1.1.7)',
    sip(INVITE, {
      To: `"I have a user name of ${'extremely '.repeat(200)}length" <sip:user@example.com:6000>`,
      Unknown: 'long'.repeat(2_000),
    }),
    { fromTag: '134161461246' },
  ],
  [
    'dblreq: another message behind it (§3.1.1.8)',
    `${sip('REGISTER sip:example.com SIP/2.0', { CSeq: '8 REGISTER', 'Content-Length': '0' })}${sip(INVITE)}`,
    { method: 'REGISTER', body: '' },
  ],
  [
    'semiuri: a parameter in the user part (§3.1.1.9)',
    sip('OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0', options),
    { method: 'OPTIONS' },
  ],
  [
    'transports: known and unknown (§3.1.1.10)',
    sip(OPTIONS, {
      ...options,
      Via: ['SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKkdjuw', 'SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf'],
    }),
    { branch: 'z9hG4bKkdjuw' },
  ],
  [
    'mpart01: a body of several parts (§3.1.1.11)',
    sip(
      'MESSAGE sip:kumiko@example.org SIP/2.0',
      { CSeq: '1 MESSAGE', 'Content-Type': 'multipart/mixed;boundary=7a9cbec02ceef655' },
      `--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655\r\nContent-Type: application/sdp\r\n\r\n${SDP}--7a9cbec02ceef655--`,
    ),
    { sdp: SDP },
  ],
  [
    'unreason: a reason phrase in Cyrillic (§3.1.1.12)',
    sip('SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое'),
    { status: 200 },
  ],
  ['noreason: an empty reason phrase (§3.1.1.13)', sip('SIP/2.0 100 '), { status: 100 }],
  // What is wrong in these is nothing that anybody needs.
  [
    'badinv01: separators without values (§3.1.2.1)',
    sip(INVITE, { Contact: '"Joe" <sip:joe@example.org>;;;;', Via: 'SIP/2.0/UDP 192.0.2.15;;,;,,' }),
    { method: 'INVITE' },
  ],
  [
    'clerr: a Content-Length beyond the message (§3.1.2.2)',
    sip(INVITE, { 'Content-Length': '9999', 'Content-Type': 'application/sdp' }, SDP),
    { sdp: SDP },
  ],
  [
    'ncl: a negative Content-Length (§3.1.2.3)',
    sip(INVITE, { 'Content-Length': '-999', 'Content-Type': 'application/sdp' }, SDP),
    { sdp: SDP },
  ],
  [
    'quotbal: a quote that never ends (§3.1.2.6)',
    sip(INVITE, { To: '"Mr. J. User <sip:j.user@example.com>;tag=x' }),
    { toTag: '' },
  ],
  [
    'ltgtruri: a request URI in brackets (§3.1.2.7)',
    sip('INVITE <sip:user@example.com> SIP/2.0'),
    { method: 'INVITE' },
  ],
  [
    'lwsruri: a space within the request URI (§3.1.2.8)',
    sip('INVITE sip:user@example.com; lr SIP/2.0'),
    { method: 'INVITE' },
  ],
  [
    'lwsstart: several spaces in the request line (§3.1.2.9)',
    sip('INVITE  sip:user@example.com  SIP/2.0'),
    { method: 'INVITE' },
  ],
  ['trws: spaces behind the request line (§3.1.2.10)', sip(`${OPTIONS}  `, options), { method: 'OPTIONS' }],
  [
    'escruri: headers in the request URI (§3.1.2.11)',
    sip('INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0'),
    { method: 'INVITE' },
  ],
  [
    'baddate: a Date in another time zone (§3.1.2.12)',
    sip(INVITE, { Date: 'Fri, 01 Jan 2010 16:00:00 EST' }),
    { method: 'INVITE' },
  ],
  [
    'regbadct: parameters of a Contact without brackets (§3.1.2.13)',
    sip('REGISTER sip:example.com SIP/2.0', {
      CSeq: '8 REGISTER',
      Contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E',
    }),
    { method: 'REGISTER' },
  ],
  [
    'badaspec: spaces within addr-spec (§3.1.2.14)',
    sip(OPTIONS, { ...options, To: '"Watson, Thomas" < sip:t.watson@example.org >' }),
    { toTag: '' },
  ],
  [
    'baddn: a display name that is no token (§3.1.2.15)',
    sip(OPTIONS, { ...options, From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' }),
    { fromTag: '43' },
  ],
  [
    'badbranch: a magic cookie and nothing else (§3.2.1)',
    sip(OPTIONS, { ...options, Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK' }),
    { branch: 'z9hG4bK' },
  ],
  [
    'unkscm: a scheme that nobody knows (§3.3.2)',
    sip('OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0', options),
    { method: 'OPTIONS' },
  ],
  [
    'invut: a body of an unknown type (§3.3.6)',
    sip(INVITE, { 'Content-Type': 'application/unknownformat' }, '<audio/>'),
    { sdp: null },
  ],
  [
    'mcl01: two Content-Lengths (§3.3.9)',
    sip(OPTIONS, { ...options, 'Content-Length': ['13', '5'] }, 'There is no way to know'),
    { body: 'There is no w' },
  ],
  [
    'bcast: a 200 to somebody else (§3.3.10)',
    sip('SIP/2.0 200 OK', { Via: 'SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1324923' }),
    { status: 200 },
  ],
  ['zeromf: no hops left (§3.3.11)', sip(OPTIONS, { ...options, 'Max-Forwards': '0' }), { method: 'OPTIONS' }],
  [
    'inv2543: as before RFC 3261, without a branch (§3.4.1)',
    sip(INVITE, { Via: 'SIP/2.0/UDP iftgw.example.com', From: '<sip:+13035551111@ift.client.example.net>;user=phone' }),
    { branch: '', fromTag: '' },
  ],
];

const unreadable: readonly [name: string, message: string][] = [
  [
    'scalar02: a CSeq beyond 2^31 (§3.1.2.4)',
    sip('REGISTER sip:example.com SIP/2.0', { CSeq: '36893488147419103232 REGISTER' }),
  ],
  [
    'scalarlg: the same in a response (§3.1.2.5)',
    sip('SIP/2.0 503 Service Unavailable', { CSeq: '9292394834772304023312 OPTIONS' }),
  ],
  ['badvers: SIP/7.0 (§3.1.2.16)', sip('OPTIONS sip:t.watson@example.org SIP/7.0', options)],
  ['mismatch01: another method in CSeq (§3.1.2.17)', sip(OPTIONS)],
  ['mismatch02: the same with a method that nobody knows (§3.1.2.18)', sip('NEWMETHOD sip:user@example.com SIP/2.0')],
  ['bigcode: a status of 2^32 (§3.1.2.19)', sip('SIP/2.0 4294967301 better not break the receiver')],
  ['insuf: no Call-ID, From and To (§3.3.1)', sip(INVITE, { 'Call-ID': null, From: null, To: null })],
  [
    'multi01: several of what there is one of (§3.3.8)',
    sip(INVITE, { 'Call-ID': ['one', 'other'], From: ['sip:a@b;tag=1', 'sip:c@d;tag=2'] }),
  ],
];

describe('RFC 4475', () => {
  for (const [name, message, expected] of readable)
    it(`reads ${name}`, () => {
      const read = readMessage(message) ?? assert.fail('It was not read.');
      for (const [part, value] of Object.entries(expected))
        assert.deepEqual(read[part as keyof IncomingMessage], value, part);
    });

  for (const [name, message] of unreadable)
    it(`refuses ${name}`, () => {
      assert.equal(readMessage(message), null);
    });

  it('finds the address in the Contact of wsinv', () => {
    const contact = readMessage(readable[0]?.[1] ?? '')?.list('contact')[0] ?? '';
    assert.equal(addressOf(contact), 'sip:jdrosen@example.com');
  });

  for (const made of [async () => invited(), () => answered()])
    it('does no harm, message by message, to an INVITE and to a call', async () => {
      const { wire, told, dialog, clock } = await made();
      for (const message of [...readable, ...unreadable].map(([, text]) => text)) {
        // Its one effect might be that a response can't be read, which may have been ours.
        if (message.startsWith('SIP/2.0')) continue;
        wire.send(message);
        await settle();
      }
      assert.deepEqual(told, []);
      dialog.close();
      assert.equal(clock.pending, 0);
    });
});
