/* What a test has done in a frame of another origin, which it can't reach: by message, and by the frame's query. */
import '../../../src/define.js';

/** `origins`: whom the frame lets share it. `rogue`: it speaks for itself, in place of our element. */
const query = new URLSearchParams(location.search);
const insertRule: unknown = Object.getOwnPropertyDescriptor(CSSStyleSheet.prototype, 'insertRule')?.value;
/** The port that a rogue frame was given. */
let port: MessagePort | undefined;

if (!query.has('rogue')) {
  const element = document.createElement('cc-cobrowse');
  element.mode = 'frame';
  element.frames = query.get('origins') ?? '';
  document.body.append(element);
}

/** Own words of the tests. */
export interface Deed {
  readonly add?: string;
  readonly type?: string;
  readonly scroll?: number;
  readonly go?: string;
  readonly remove?: true;
  /** Through the port, as a rogue. */
  readonly send?: string;
  /** Asks the frame beside to be recorded, as if it were the page around, and hands on what comes. */
  readonly steal?: true;
  /** Tells the page around whether this one is being recorded. */
  readonly tell?: true;
}

addEventListener('message', ({ data, ports: [given] }: MessageEvent<Deed & { readonly say?: string }>) => {
  const { add, type, scroll, go, remove, send, steal, say } = data;
  const here = { say: 'here', 'cc-cobrowse-frame': 1 };
  if (say === 'ask' && query.has('rogue')) parent.postMessage(here, query.get('rogue') ?? '');
  if (say === 'record') {
    port = given;
    parent.postMessage({ hasPort: true }, '*');
  }
  if (add !== undefined) document.body.prepend(add);
  if (type !== undefined)
    for (const field of document.querySelectorAll<HTMLInputElement>('input:not(#note)')) {
      field.value = type;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  if (scroll !== undefined) scrollTo(0, scroll);
  if (go !== undefined) location.href = go;
  if (remove) document.querySelector('cc-cobrowse')?.remove();
  if (send !== undefined) port?.postMessage(send);
  if (steal) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => parent.postMessage({ stolen: event.data }, '*');
    parent.frames[0]?.postMessage({ say: 'record', 'cc-cobrowse-frame': 1 }, '*', [port2]);
  }
  if (data.tell) {
    const isRecorded = Object.getOwnPropertyDescriptor(CSSStyleSheet.prototype, 'insertRule')?.value !== insertRule;
    parent.postMessage({ isRecorded }, '*');
  }
});
