import type { CallView } from '../../../core/call/call-view.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import { filled, minutesText, numberText } from '../../texts/figures.js';

/** What is happening, in a sentence. */
export function headlineText(view: CallView, texts: PanelTexts): string {
  if (view.error) return texts.errors[view.error.code].what;
  return view.headline === 'idle' || view.headline === 'failed' ? texts.connecting : texts[view.headline];
}

/** Place in the queue and estimated wait; empty where the platform sends neither. */
export function queueText({ position, waitMinutes }: CallView, texts: PanelTexts, locale: string): string {
  const place = position === null ? null : filled(texts.queuePosition, { position: numberText(locale, position) });
  const wait = waitMinutes === null ? null : filled(texts.queueWait, { wait: minutesText(locale, waitMinutes) });
  return [place, wait].filter((part) => part !== null).join(' · ');
}

/** What a screen reader says, politely: sentences, never the timer. */
export function announcement(view: CallView, texts: PanelTexts, locale: string): string {
  if (view.name === 'idle') return '';
  const advice = view.error ? texts.errors[view.error.code].advice : queueText(view, texts, locale);
  const blocked = view.soundBlocked ? texts.soundBlocked : '';
  return [headlineText(view, texts), advice, blocked].filter((part) => part !== '').join('. ');
}
