import type { CallView } from '../../../core/call/call-view.js';
import type { Quality } from '../../../core/call/quality.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import { filled, numberText, timeText } from '../../texts/figures.js';
import type { PanelParts } from './model.js';

/** A longer wait is no estimate any more. */
const MOST_MINUTES = 30;

/** What is happening, in a sentence. */
export function headlineText({ headline, error }: CallView, texts: PanelTexts): string {
  if (error) return texts.errors[error].what;
  return headline === 'idle' || headline === 'failed' ? texts.connecting : texts[headline];
}

/** Place in the queue and estimated wait; empty where the platform sends neither. */
export function queueText({ position, waitMinutes }: CallView, texts: PanelTexts, locale: string): string {
  const place = position === null ? null : filled(texts.queuePosition, { position: numberText(locale, position) });
  const minutes = waitMinutes ?? 0;
  const wait = timeText(locale, Math.min(minutes, MOST_MINUTES), 'minute');
  const about = minutes && filled(minutes > MOST_MINUTES ? texts.queueLongWait : texts.queueWait, { wait });
  return [place, about].filter((part) => part).join(' · ');
}

/** What the visitor should do about a call that is over, or know of it; empty where there is nothing to say. */
export const adviceText = ({ error, headline }: CallView, texts: PanelTexts): string =>
  error ? texts.errors[error].advice : headline === 'dropped' ? texts.droppedAdvice : '';

type Remarked = Pick<PanelParts, 'texts'> & {
  readonly model: Pick<PanelParts['model'], 'quality' | 'microphoneError'>;
};

/** What is not as it should be, one thing at a time; empty where all is well, or the headline says it. */
export function remark(view: CallView, { model, texts }: Remarked): string {
  const { notice } = view;
  if (!view.underWay || view.lostSeconds !== null) return '';
  if (notice) {
    const then = notice.startsWith('microphone') ? microphoneAdvice(model.microphoneError, texts) : '';
    const kept = notice === 'offline' && view.headline === 'queued' ? texts.placeKept : '';
    return [texts.notices[notice], kept, then].filter((part) => part !== '').join(' ');
  }
  if (view.headline === 'repairing') return texts.repairingHint;
  const weak = view.audible && model.quality?.cause === 'network' && isWeak(model.quality);
  return weak ? texts.weakNetwork : '';
}

function microphoneAdvice(code: string | null, { errors }: PanelTexts): string {
  if (code === null) return '';
  const known: Readonly<Record<string, { readonly advice: string } | undefined>> = errors;
  return (known[code] ?? errors['device-busy']).advice;
}

/** A fair level shows in the bar alone. */
const isWeak = ({ level }: Quality): boolean => level === 'poor' || level === 'bad';

/** What a screen reader says, politely: sentences, never the timer. */
export function announcement(view: CallView, parts: Remarked & { readonly locale: string }): string {
  if (view.name === 'idle') return '';
  const { texts, locale } = parts;
  const said = view.underWay ? queueText(view, texts, locale) : adviceText(view, texts);
  const amiss = view.soundBlocked ? texts.soundBlocked : remark(view, parts);
  return [headlineText(view, texts), said, amiss].filter((part) => part !== '').join('. ');
}
