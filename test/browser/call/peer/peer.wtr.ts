import { expect } from '@open-wc/testing';
import { BrowserPeer } from '../../../../src/browser/call/peer/peer.js';
import type { PeerEvent } from '../../../../src/core/call/ports.js';
import { iceUser } from '../../../../src/core/call/sdp.js';
import { systemClock } from '../../../../src/core/lib/clock.js';

type NetworkEvent = 'online' | 'offline' | 'changed' | 'woke';

const Native = window.RTCPeerConnection;
/** The browser's connections behind the peers of a test, in order. */
const peers: RTCPeerConnection[] = [];
const opened: { close(): void }[] = [];
let microphone: MediaStreamTrack | undefined;

const track = (): MediaStreamTrack => {
  if (!microphone) throw new Error('no microphone');
  return microphone;
};

function newPeer(iceServers: () => Promise<readonly RTCIceServer[]> = () => Promise.resolve([])) {
  const events: PeerEvent[] = [];
  const sent = track();
  const waiting = new Map<PeerEvent, () => void>();
  let tell: (event: NetworkEvent) => void = () => undefined;
  const peer = new BrowserPeer({
    tracks: () => [sent],
    media: 'voice',
    iceServers,
    network: {
      subscribe(listener) {
        tell = listener;
        return () => (tell = () => undefined);
      },
    },
    clock: systemClock,
    listener: (event) => {
      events.push(event);
      waiting.get(event)?.();
    },
    onTrack: () => undefined,
  });
  opened.push(peer);
  const until = (event: PeerEvent) =>
    events.includes(event) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(event, resolve));
  return { peer, events, until, tell: (event: NetworkEvent) => tell(event) };
}

/** What is at the other end of the wire: takes whole descriptions, as gateways do. */
function gateway() {
  const connection = new Native();
  connection.addTrack(track());
  opened.push(connection);
  const described = async () => {
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== 'complete')
      await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
    return connection.localDescription?.sdp ?? '';
  };
  const answer = async (sdp: string) => {
    await connection.setRemoteDescription({ type: 'offer', sdp });
    return described();
  };
  const accept = (sdp: string) => connection.setRemoteDescription({ type: 'answer', sdp });
  return { connection, answer, offer: described, accept };
}

/** A peer that talks with a gateway. */
async function connected() {
  const made = { ...newPeer(), gateway: gateway() };
  const { sdp } = await made.peer.offer();
  await made.peer.accept(await made.gateway.answer(sdp), { early: false });
  await made.until('up');
  return made;
}

const candidateCount = (sdp: string) => (sdp.match(/^a=candidate:/gm) ?? []).length;

const nameOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (thrown: unknown) => (thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'no error'),
  );

describe('a peer connection', function () {
  this.timeout(60_000);
  beforeEach(() => {
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  });
  afterEach(() => {
    window.RTCPeerConnection = Native;
    for (const one of [...opened.splice(0), ...peers.splice(0)]) one.close();
  });
  before(async () => {
    [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
  });
  after(() => microphone?.stop());

  it('connects by an offer and an answer with their candidates, and counts', async () => {
    const { peer, until } = await connected();
    let stats = await peer.stats();
    while (!stats || stats.packetsReceived === 0 || stats.packetsSent === 0) stats = await peer.stats();
    expect(stats.codec).to.equal('audio/opus');
    expect([stats.localCandidate, stats.remoteCandidate]).to.not.include(null);
    expect(stats.secondsSent).to.be.greaterThan(0);
    await until('up');
  });

  it('offers what it has when it is asked: candidates that came after the verdict are in it', async () => {
    const { peer } = newPeer();
    await peer.offer();
    const [connection] = peers;
    if (!connection) throw new Error('no connection');
    const late = 'a=candidate:7 1 udp 8331263 203.0.113.7 50000 typ relay raddr 0.0.0.0 rport 0';
    const { type, sdp } = connection.localDescription ?? { type: 'offer', sdp: '' };
    Object.defineProperty(connection, 'localDescription', { value: { type, sdp: `${sdp}${late}\r\n` } });
    expect((await peer.offer()).sdp).to.contain(late);
  });

  it('asks for the servers that there are when it gathers, and does without those that can not be read', async () => {
    let servers: unknown = [{ urls: 'stun:127.0.0.1:9' }, { urls: 'turn:127.0.0.1:9' }, { urls: 'x' }, null];
    const { peer, tell } = newPeer(() => Promise.resolve(servers as RTCIceServer[]));
    const used = () =>
      peers
        .at(-1)
        ?.getConfiguration()
        .iceServers?.map(({ urls }) => [urls].flat().join());
    expect(candidateCount((await peer.offer()).sdp)).to.be.greaterThan(0);
    expect(used()).to.deep.equal(['stun:127.0.0.1:9']);
    for (const wrong of [undefined, 'stun:127.0.0.1:9', [{ urls: 'stun:127.0.0.1:10' }]]) {
      servers = wrong;
      tell('changed');
      expect(candidateCount((await peer.offer()).sdp)).to.be.greaterThan(0);
    }
    expect(used()).to.deep.equal(['stun:127.0.0.1:10']);
  });

  it('does without servers where they can not be had', async () => {
    const refused = newPeer(() => Promise.reject(new Error('503')));
    expect(candidateCount((await refused.peer.offer()).sdp)).to.be.greaterThan(0);
    const thrown = newPeer(() => {
      throw new Error('no');
    });
    expect(candidateCount((await thrown.peer.offer()).sdp)).to.be.greaterThan(0);
    const silent = newPeer(() => new Promise(() => undefined));
    expect(candidateCount((await silent.peer.offer()).sdp)).to.be.greaterThan(0);
  });

  it('gathers anew over another connection when the network changed while it waits, and closes the former', async () => {
    const { peer, tell } = newPeer();
    const first = await peer.offer();
    tell('changed');
    const second = await peer.offer();
    expect(iceUser(second.sdp)).to.not.equal(iceUser(first.sdp));
    expect(peers.map(({ signalingState }) => signalingState)).to.deep.equal(['closed', 'have-local-offer']);
    const far = gateway();
    await peer.accept(await far.answer(second.sdp), { early: true });
    tell('changed');
    expect(peers.length).to.equal(2);
  });

  it('restarts ICE within the session, and takes the offer back where it is refused', async () => {
    const { peer, gateway: far } = await connected();
    const before = iceUser((await peer.reoffer()).sdp);
    await peer.rollback();
    await peer.rollback();
    const refused = await peer.restart();
    expect(iceUser(refused.sdp)).to.not.equal(before);
    expect(candidateCount(refused.sdp)).to.be.greaterThan(0);
    await peer.rollback();
    const { sdp } = await peer.restart();
    expect(iceUser(sdp)).to.not.equal(before);
    await peer.accept(await far.answer(sdp), { early: false });
    expect(peers[0]?.signalingState).to.equal('stable');
  });

  it('restarts ICE after it had failed', async () => {
    const { peer, until, events } = newPeer();
    const far = gateway();
    const { sdp } = await peer.offer();
    const answer = await far.answer(sdp);
    await peer.accept(answer.replace(/^a=ice-pwd:.*/gm, `a=ice-pwd:${'x'.repeat(24)}`), { early: false });
    await until('failed');
    expect(events).to.not.include('up');
    const again = await peer.restart();
    await peer.accept(await far.answer(again.sdp), { early: false });
    await until('up');
    expect(peers[0]?.connectionState).to.equal('connected');
  });

  it('goes on over another connection where DTLS had failed', async () => {
    const { peer, until } = newPeer();
    const { sdp } = await peer.offer();
    const answer = await gateway().answer(sdp);
    await peer.accept(answer.replace(/^(a=fingerprint:sha-256 )..:../gm, '$100:00'), { early: false });
    await until('failed');
    expect(peers[0]?.getSenders()[0]?.transport?.state).to.equal('failed');
    const again = await peer.restart();
    await peer.accept(await gateway().answer(again.sdp), { early: false });
    await until('up');
    expect(peers.map(({ connectionState }) => connectionState)).to.deep.equal(['closed', 'connected']);
  });

  it('answers a re-INVITE, and one that restarts ICE with its candidates', async () => {
    const { peer, gateway: far } = await connected();
    await far.accept(await peer.answer(await far.offer()));
    far.connection.restartIce();
    const answer = await peer.answer(await far.offer());
    expect(candidateCount(answer)).to.be.greaterThan(0);
    await far.accept(answer);
    expect([peers[0]?.signalingState, far.connection.signalingState]).to.deep.equal(['stable', 'stable']);
  });

  it('refuses an offer that is of no use, and takes the next one', async () => {
    const { peer, gateway: far } = await connected();
    const good = await far.offer();
    for (const useless of [
      'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=image 5004 udptl t38\r\n',
      good.replace(/^m=audio \d+/m, 'm=audio 0'),
      good.replace(/^a=fingerprint:.*\r\n/gm, ''),
      good.replace(/^m=audio .*/m, 'm=audio 9 RTP/AVP 0'),
      good.replace(/^m=audio .*/m, 'm=audio 9 UDP/TLS/RTP/SAVPF 18').replace(/^a=(rtpmap|fmtp|rtcp-fb):.*\r\n/gm, ''),
      'nonsense',
      '',
    ])
      expect(await nameOf(peer.answer(useless))).to.not.equal('resolved');
    expect(peers[0]?.signalingState).to.equal('stable');
    await far.accept(await peer.answer(good));
    expect(far.connection.currentRemoteDescription?.sdp).to.match(/^m=audio [1-9]/m);
  });

  it('refuses an offer while its own is out', async () => {
    const { peer, gateway: far } = await connected();
    await peer.reoffer();
    expect(await nameOf(peer.answer(await far.offer()))).to.contain('InvalidStateError');
    expect(peers[0]?.signalingState).to.equal('have-local-offer');
  });

  it('refuses an answer without audio, one too large, and one that nobody asked for', async () => {
    const { peer } = newPeer();
    const far = gateway();
    const { sdp } = await peer.offer();
    const answer = await far.answer(sdp);
    const accept = (text: string) => nameOf(peer.accept(text, { early: false }));
    expect(await accept(answer.replace(/^m=audio \d+/m, 'm=audio 0'))).to.contain('refuses the audio');
    expect(await accept(answer + 'a=x\r\n'.repeat(20_000))).to.contain('too large');
    expect(await accept(answer)).to.equal('resolved');
    expect(await accept(answer)).to.contain('InvalidStateError');
  });

  it('rejects what is pending when it is closed', async () => {
    const { peer } = newPeer(() => new Promise(() => undefined));
    const offer = nameOf(peer.offer());
    peer.close();
    peer.close();
    expect(await offer).to.contain('AbortError');
    expect(await nameOf(peer.reoffer())).to.not.equal('resolved');
    expect(await peer.stats()).to.equal(null);
  });

  it('is webrtc-unsupported where the browser refuses to construct one', () => {
    window.RTCPeerConnection = class extends Native {
      constructor() {
        super();
        this.close();
        throw new DOMException('policy', 'NotAllowedError');
      }
    };
    expect(() => newPeer())
      .to.throw()
      .with.property('code', 'webrtc-unsupported');
  });
});
