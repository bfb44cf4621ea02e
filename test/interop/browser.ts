/** Chromium with a microphone that hums, and pages of our own in it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright';

export interface ChromiumOptions {
  /** Key whose certificate is taken though nobody signed it: `Kamailio.spkiHash`. */
  readonly spkiHash: string;
  /** What the microphone hears: a steady tone, integer Hz. Default 1000. */
  readonly microphoneHz?: number;
  /** Default `CHROME_PATH`, else Debian's. */
  readonly executablePath?: string;
  /** Keeps left pages for going back, as a visitor's browser does and its driver does not. Default false. */
  readonly backForwardCache?: boolean;
}

/** Launches Chromium. Autoplay policy and certificates are otherwise as a visitor has them. */
export async function launchChromium({
  spkiHash,
  microphoneHz = 1000,
  backForwardCache = false,
  executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
}: ChromiumOptions): Promise<Browser> {
  const directory = await mkdtemp(join(tmpdir(), 'cc-chromium-'));
  const discard = () => rm(directory, { recursive: true, force: true });
  const tone = join(directory, 'tone.wav');
  try {
    await writeFile(tone, toneWav(microphoneHz));
    const browser = await chromium.launch({
      executablePath,
      ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', '--allow-loopback-in-peer-connection'],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        `--use-file-for-fake-audio-capture=${tone}`,
        `--ignore-certificate-errors-spki-list=${spkiHash}`,
      ],
    });
    browser.once('disconnected', () => void discard());
    return browser;
  } catch (error) {
    await discard();
    throw error;
  }
}

/** One second, 48 kHz, mono, 16 bit, half of full scale; whole periods, so that Chromium's loop has no click. */
function toneWav(hz: number): Buffer {
  const rate = 48_000;
  const wav = Buffer.alloc(44 + rate * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + rate * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16); // length of what follows up to "data"
  wav.writeUInt16LE(1, 20); // PCM
  wav.writeUInt16LE(1, 22); // channels
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28); // bytes per second
  wav.writeUInt16LE(2, 32); // bytes per frame
  wav.writeUInt16LE(16, 34); // bits per sample
  wav.write('data', 36);
  wav.writeUInt32LE(rate * 2, 40);
  for (let i = 0; i < rate; i++) {
    wav.writeInt16LE(Math.round(16_384 * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + i * 2);
  }
  return wav;
}

export interface OwnPage {
  readonly page: Page;
  /** Closes the page, its context and its server. */
  close(): Promise<void>;
}

/**
 * Bundles `scripts` (TypeScript beside this file) and opens a page that runs the first of them; the others are at
 * `/{name}.js`. The page comes from 127.0.0.1, hence is a secure context, and has been clicked, hence may play sound.
 */
export async function openPage(browser: Browser, ...scripts: [string, ...string[]]): Promise<OwnPage> {
  const entryPoints = scripts.map((script) => fileURLToPath(new URL(script, import.meta.url)));
  const { outputFiles } = await build({ entryPoints, bundle: true, write: false, outdir: '/', target: 'es2022' });
  const bundles = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
  const html = `<!doctype html><title>Interop</title><body><script src="${[...bundles.keys()][0]}"></script>`;
  const server = createServer((request, response) => {
    const bundle = bundles.get(request.url ?? '');
    response.setHeader('Content-Type', bundle ? 'text/javascript' : 'text/html');
    response.end(bundle ?? html);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const context = await browser.newContext();
  const close = async () => {
    await context.close();
    server.closeAllConnections();
    await once(server.close(), 'close');
  };
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.mouse.click(1, 1);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
