import { html, type TemplateResult } from 'lit';
import type { Quality, QualityCause } from '../../../core/call/quality.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import { filled } from '../../texts/figures.js';

const STEPS = { bad: 1, poor: 2, fair: 3, good: 4 };

/** Four steps: all of them where the sound is good, one where it is bad. Its name has the cause in words. */
export function qualityBar({ level, cause }: Quality, texts: PanelTexts): TemplateResult {
  const named = [filled(texts.quality, { level: texts.levels[level] }), causeText(cause, texts)];
  const name = named.filter((part) => part !== '').join('. ');
  return html`
    <span part="quality" class=${`quality ${level}`} role="img" aria-label=${name} title=${name}>
      ${Object.values(STEPS).map((step) => html`<span class=${step > STEPS[level] ? 'step' : 'step on'}></span>`)}
    </span>
  `;
}

function causeText(cause: QualityCause, { weakNetwork, notices }: PanelTexts): string {
  if (cause === 'network') return weakNetwork;
  if (cause === 'device') return notices['microphone-silent'];
  if (cause === 'gateway') return notices['agent-lost'];
  return cause === 'agent' ? notices['agent-silent'] : '';
}
