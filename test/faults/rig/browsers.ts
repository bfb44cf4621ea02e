import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { firefox, type Browser } from 'playwright';
import { launchChromium } from '../../interop/browser.js';
import { missing } from '../../support/debian.js';

export const browserNames = ['chromium', 'firefox'] as const;
export type BrowserName = (typeof browserNames)[number];

/** Launches a browser whose microphone the page itself makes (rig/in-page.ts); a text that says why not. */
export async function launch(name: BrowserName): Promise<Browser | string> {
  if (name === 'chromium') return launchChromium({ spkiHash: '' });
  const reason = await missing('Firefox ESR', ['firefox-esr', 'pulseaudio']);
  if (reason !== false) return reason;
  playToNowhere();
  return firefox.launch({
    channel: 'moz-firefox',
    executablePath: existsSync('/usr/bin/firefox-esr') ? '/usr/bin/firefox-esr' : 'firefox',
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
    },
  });
}

/** Firefox runs no AudioContext without a sound server; one without a device will do. It ends by itself when unused. */
function playToNowhere(): void {
  try {
    execFileSync('pulseaudio', ['--check'], { stdio: 'ignore' });
  } catch {
    spawn(
      'pulseaudio',
      ['-n', '--load=module-null-sink', '--load=module-native-protocol-unix', '--exit-idle-time=60'],
      {
        stdio: 'ignore',
        detached: true,
      },
    ).unref();
  }
}
