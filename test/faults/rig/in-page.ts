/** What runs in the visitor's page before its first script. */

declare global {
  interface Window {
    microphone: {
      /** Of each track that was opened, the oldest first. */
      tracks: MediaStreamTrack[];
      /** 0 is digital silence, from every microphone. */
      level(gain: number): void;
      /** Unplugged: the newest track ends, as the browser ends it. */
      end(): void;
      /** The system mutes the newest track, or gives it back. */
      mute(muted: boolean): void;
      /** What opening a microphone fails with from now on; null: it opens. */
      refuse: string | null;
    };
    /** Timers that are set, and were not cleared and have not fired. */
    timers: Map<number, string>;
    /** Who or what ended the last call; empty before that. */
    endedBy: string;
  }
}

/**
 * A microphone that hums, without the browser's own processing, which takes a steady tone for noise. Otherwise the
 * browser's.
 */
export function prepare(): void {
  let context: AudioContext | null = null;
  let gain: GainNode | null = null;
  const muted = new WeakSet<MediaStreamTrack>();
  const newest = () => window.microphone.tracks.at(-1);
  window.microphone = {
    tracks: [],
    refuse: null,
    level: (value) => {
      if (gain) gain.gain.value = value;
    },
    end() {
      newest()?.stop();
      newest()?.dispatchEvent(new Event('ended'));
    },
    mute(on) {
      const track = newest();
      if (!track || !gain) return;
      if (on) muted.add(track);
      else muted.delete(track);
      gain.gain.value = on ? 0 : 0.5;
      track.dispatchEvent(new Event(on ? 'mute' : 'unmute'));
    },
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const { refuse } = window.microphone;
    if (refuse !== null) throw new DOMException('refused', refuse);
    context ??= new AudioContext();
    await context.resume();
    if (!gain) {
      const tone = new OscillatorNode(context, { frequency: 600 });
      gain = new GainNode(context, { gain: 0.5 });
      tone.connect(gain);
      tone.start();
    }
    const out = context.createMediaStreamDestination();
    gain.connect(out);
    const [track] = out.stream.getAudioTracks();
    if (track) {
      window.kept.tracks.push(track);
      Object.defineProperty(track, 'muted', { get: () => muted.has(track) });
      window.microphone.tracks.push(track);
    }
    return out.stream;
  };

  window.timers = new Map();
  const { setTimeout: set, clearTimeout: clear, setInterval: repeat, clearInterval: end } = window;
  const trace = () => new Error().stack?.split('\n').slice(2, 5).join(' ') ?? '';
  window.setTimeout = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const id = set(() => {
      window.timers.delete(id);
      run(...args);
    }, ms);
    window.timers.set(id, trace());
    return id;
  }) as typeof setTimeout;
  window.setInterval = ((run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const id = repeat(run, ms, ...args);
    window.timers.set(id, trace());
    return id;
  }) as typeof setInterval;
  for (const [name, original] of [
    ['clearTimeout', clear],
    ['clearInterval', end],
  ] as const)
    window[name] = (id) => {
      window.timers.delete(Number(id));
      original(id);
    };

  window.endedBy = '';
  document.addEventListener('cc-call-end', ({ reason }) => (window.endedBy = reason));
}
