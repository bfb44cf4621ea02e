import { html, type TemplateResult } from 'lit';
import { clockText, type CallView } from '../../../core/call/call-view.js';
import { handset, icon } from '../../shared/icon.js';
import { handsetDown } from './icons.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import { digitsText } from '../../texts/figures.js';
import type { PanelParts } from './model.js';

type Docked = Pick<PanelParts, 'view' | 'texts' | 'locale'>;

/** The element's button while a call is docked to it, its panel closed: timer or state, and the agent's level. */
export const buttonContent = ({ view, texts, locale }: Docked): TemplateResult => html`
  ${icon(handset)}
  <span class="docked">
    <span
      >${view.seconds === null ? texts[view.headline === 'idle' ? 'connecting' : headlineKey(view)] : digitsText(locale, clockText(view.seconds))}</span
    >
    <span class="announced">${texts.showPanel}</span>
    <span class="thin bar"><span class="fill" data-level="theirs"></span></span>
  </span>
`;

/** The red half beside it. */
export const besideButton = (texts: PanelTexts, hangUp: () => void): TemplateResult => html`
  <button part="hang-up" class="half" type="button" aria-label=${texts.hangUp} @click=${hangUp}>
    ${icon(handsetDown)}
  </button>
`;

type Sentence = Exclude<CallView['headline'], 'idle' | 'failed'>;

const headlineKey = ({ headline }: CallView): Sentence =>
  headline === 'idle' || headline === 'failed' ? 'ended' : headline;
