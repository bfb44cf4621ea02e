import type { CallErrorCode } from '../../../core/call/call-error.js';
import type { CallNotice } from '../../../core/call/call-state.js';
import type { QualityLevel } from '../../../core/call/quality.js';

/** What the button says before anything else is loaded. */
export interface CallLabels {
  /** BCP 47 tag of the table's language. */
  readonly lang: string;
  readonly call: string;
  readonly videoCall: string;
  /** Pressed, and the rest is being loaded. */
  readonly starting: string;
  /** The rest could not be loaded. Short: it stands on the button. */
  readonly notLoaded: string;
  /** In its place from the second time on. */
  readonly reload: string;
  /** Name of a visitor who gave none, as the agent sees it. */
  readonly visitor: string;
}

/** What the panel says. `{name}` in a text is replaced by a figure in the visitor's own notation. */
export interface PanelTexts {
  /** Name of the panel. */
  readonly panel: string;
  readonly checking: string;
  readonly asking: string;
  readonly askingHint: string;
  readonly connecting: string;
  readonly queued: string;
  /** `{position}` */
  readonly queuePosition: string;
  /** `{wait}`: a figure with its unit, such as “2 minutes” */
  readonly queueWait: string;
  /** The same of a wait that is longer. */
  readonly queueLongWait: string;
  readonly meanwhile: string;
  readonly microphoneReady: string;
  readonly transferring: string;
  readonly dialing: string;
  readonly ringing: string;
  readonly talking: string;
  /** The sound is lost. */
  readonly reconnecting: string;
  /** The sound goes on, the line behind it is lost. */
  readonly repairing: string;
  readonly repairingHint: string;
  readonly ended: string;
  /** Ended on our side before anybody talked. */
  readonly dropped: string;
  readonly droppedAdvice: string;
  /** After a call, and after one that failed. */
  readonly callAgain: string;
  readonly tryAgain: string;
  /** What is not as it should be, in the middle of a call. */
  readonly notices: Readonly<Record<CallNotice, string>>;
  /** In the queue, beside `notices.offline`. */
  readonly placeKept: string;
  readonly turnOnMicrophone: string;
  /** Name of the bar; `{level}` */
  readonly quality: string;
  readonly levels: Readonly<Record<QualityLevel, string>>;
  /** The network is why the sound is not good. */
  readonly weakNetwork: string;
  readonly soundBlocked: string;
  readonly turnOnSound: string;
  readonly you: string;
  readonly agent: string;
  readonly muted: string;
  readonly mute: string;
  readonly keypad: string;
  readonly devices: string;
  readonly hangUp: string;
  readonly minimize: string;
  readonly close: string;
  /** What pressing the button does while a call is on and the panel is closed. */
  readonly showPanel: string;
  readonly microphone: string;
  readonly speaker: string;
  readonly camera: string;
  /** A device without a name; `{number}` */
  readonly unnamedDevice: string;
  readonly deviceFailed: string;
  readonly noChoice: string;
  readonly typed: string;
  readonly selfView: string;
  readonly agentView: string;
  /** `{cause}`: the platform's own words */
  readonly details: string;
  readonly errors: Readonly<Record<CallErrorCode, ErrorText>>;
}

export interface ErrorText {
  /** What happened. */
  readonly what: string;
  /** What the visitor can do now. */
  readonly advice: string;
  /** Label of the one button, where `close` or `tryAgain` is not the word for it. What it does is not for words to say. */
  readonly button?: string;
}

type Texts = CallLabels & PanelTexts;

/** A site's own words, in place of any of ours. */
export type TextOverrides = Own<Texts>;

/** Any of a table's texts, at any depth. */
export type Own<Table> = Table extends string
  ? string
  : { readonly [Key in keyof Table]?: Own<Table[Key]> | undefined };

/** The table with the site's own words in it, field by field. A framework may say `null` for none. */
export function withOwn<Table extends object>(table: Table, own: Own<Table> | null | undefined): Table {
  const merged: Record<string, unknown> = Object.fromEntries(Object.entries(table));
  for (const [key, value] of Object.entries(own ?? {})) {
    const ours = merged[key];
    if (typeof value === 'string') merged[key] = value;
    else if (isTable(ours) && isTable(value)) merged[key] = withOwn(ours, value);
  }
  return merged as Table;
}

const isTable = (value: unknown): value is object => typeof value === 'object' && value !== null;
