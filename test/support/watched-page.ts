import type { Browser, BrowserContext, Page } from 'playwright';

/** What came in on the page's newest peer connection during a second. */
interface Inbound {
  /** √(Δ totalAudioEnergy / Δ totalSamplesDuration): above 0.05 is sound, below 0.001 silence. */
  readonly rms: number;
  readonly packets: number;
  readonly frames: number;
}

/** A page whose media can be measured, and what it leaves behind counted from before its first script. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and violations of its policy so far. */
  readonly complaints: string[];
  hears(): Promise<Inbound>;
  /** Resolves when sound was heard, or eleven pictures decoded, on the newest connection; rejects after `ms`. */
  untilReceived(kind: 'audio' | 'video', ms?: number): Promise<void>;
  leftovers(): Promise<{ tracks: number; peers: number; sockets: number }>;
}

declare global {
  interface Window {
    kept: { tracks: MediaStreamTrack[]; peers: RTCPeerConnection[]; sockets: WebSocket[] };
  }
}

/** Opens `url` in a context of its own. `init` runs in the page before its first script. */
export async function openWatchedPage(browser: Browser, url: string, init?: () => void): Promise<WatchedPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /policy|trusted/i.test(message.text())) complaints.push(message.text());
  });
  await page.addInitScript('globalThis.__name ??= (named) => named;'); // tsx wraps functions in it
  await page.addInitScript(keepCount);
  if (init) await page.addInitScript(init);
  await page.goto(url);
  const inbound = () => page.evaluate(readInbound);
  return {
    page,
    context,
    complaints,
    async hears() {
      const before = await inbound();
      await page.waitForFunction(
        (until) => performance.now() > until,
        (await page.evaluate(() => performance.now())) + 1_000,
      );
      const after = await inbound();
      const seconds = after.seconds - before.seconds;
      return {
        rms: seconds > 0 ? Math.sqrt((after.energy - before.energy) / seconds) : 0,
        packets: after.packets - before.packets,
        frames: after.frames - before.frames,
      };
    },
    untilReceived: (kind, ms = 15_000) =>
      page.evaluate(
        async ([wanted, limit]) => {
          const late = performance.now() + limit;
          for (;;) {
            let seen = 'no such stream';
            for (const stats of ((await window.kept.peers.at(-1)?.getStats()) ?? new Map()).values()) {
              if (stats.type !== 'inbound-rtp' || stats.kind !== wanted) continue;
              if (wanted === 'audio' ? stats.totalAudioEnergy > 0.01 : stats.framesDecoded > 10) return;
              seen = `packets ${stats.packetsReceived}, energy ${stats.totalAudioEnergy}, frames ${stats.framesDecoded}`;
            }
            if (performance.now() > late) throw new Error(`no ${wanted} came in: ${seen}`);
            await new Promise(requestAnimationFrame);
          }
        },
        [kind, ms] as const,
      ),
    leftovers: () =>
      page.evaluate(() => ({
        tracks: window.kept.tracks.filter(({ readyState }) => readyState === 'live').length,
        peers: window.kept.peers.filter(({ connectionState }) => connectionState !== 'closed').length,
        sockets: window.kept.sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
      })),
  };
}

/** In the page, before anything else: remembers what is made, changes nothing about it. */
function keepCount(): void {
  const kept: Window['kept'] = { tracks: [], peers: [], sockets: [] };
  window.kept = kept;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      kept.peers.push(this);
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      kept.sockets.push(this);
    }
  };
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    kept.tracks.push(...stream.getTracks());
    return stream;
  };
}

async function readInbound(): Promise<{ energy: number; seconds: number; packets: number; frames: number }> {
  const found = { energy: 0, seconds: 0, packets: 0, frames: 0 };
  const peer = window.kept.peers.filter(({ connectionState }) => connectionState === 'connected').at(-1);
  for (const stats of ((await peer?.getStats()) ?? new Map()).values()) {
    if (stats.type !== 'inbound-rtp') continue;
    if (stats.kind === 'video') found.frames = stats.framesDecoded;
    if (stats.kind !== 'audio') continue;
    found.energy = stats.totalAudioEnergy;
    found.seconds = stats.totalSamplesDuration;
    found.packets = stats.packetsReceived;
  }
  return found;
}
