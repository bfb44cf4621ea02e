import { html, nothing, type TemplateResult } from 'lit';
import { clockText } from '../../../core/call/call-view.js';
import { digitsText } from '../../texts/figures.js';
import { headlineText } from './sentences.js';
import { qualityBar } from './quality-bar.js';
import type { PanelParts, Tools } from './model.js';
import { stage } from './stage.js';
import { handset, icon } from '../../shared/icon.js';
import { cross, handsetDown, keys, microphone, microphoneOff, minimize, sliders } from './icons.js';

/** The panel: headline, stage, actions; three zones whose places never shift. */
export function panelTemplate(parts: PanelParts): TemplateResult {
  const { model, view, texts, locale, lang, floating, keydown } = parts;
  const over = !view.underWay;
  return html`
    <div
      part="panel"
      class=${`panel ${floating ? 'at-corner' : ''} ${view.video ? 'with-video' : ''}`}
      role="dialog"
      aria-label=${texts.panel}
      lang=${lang}
      tabindex="-1"
      popover="manual"
      @keydown=${keydown}
    >
      <slot name="header"></slot>
      <div class="top">
        <p part="headline" class=${`headline ${view.headline}`}>${headlineText(view, texts)}</p>
        ${view.audible && model.quality ? qualityBar(model.quality, texts) : nothing}
        ${view.seconds === null || view.lostSeconds !== null ? nothing : html`<span class="timer">${digitsText(locale, clockText(view.seconds))}</span>`}
        <button
          class="quiet"
          type="button"
          aria-label=${over ? texts.close : texts.minimize}
          title=${over ? texts.close : texts.minimize}
          @click=${model.close}
        >
          ${icon(over ? cross : minimize)}
        </button>
      </div>
      <div part="stage" class="stage">${stage(parts)}</div>
      <div part="actions" class="actions">${over ? remedy(parts) : actions(parts)}</div>
    </div>
  `;
}

const actions = ({ model, view, texts }: PanelParts): TemplateResult => html`
  <button
    part="action"
    class="round"
    type="button"
    aria-label=${texts.mute}
    title=${texts.mute}
    aria-pressed=${model.muted ? 'true' : 'false'}
    aria-disabled=${view.microphoneOpen ? 'false' : 'true'}
    @click=${() => view.microphoneOpen && model.toggleMute()}
  >
    ${icon(model.muted ? microphoneOff : microphone)}
  </button>
  ${toggle(model, 'keypad', keys, texts.keypad, !view.keypad)}
  ${toggle(model, 'devices', sliders, texts.devices, !view.microphoneOpen)}
  <button
    part="hang-up"
    class="round red"
    type="button"
    aria-label=${texts.hangUp}
    title=${texts.hangUp}
    @click=${model.hangUp}
  >
    ${icon(handsetDown)}
  </button>
`;

/** `aria-disabled` instead of `disabled`: a short outage does not take a keyboard user's focus away. */
const toggle = (
  model: PanelParts['model'],
  tools: Tools,
  path: string,
  name: string,
  disabled: boolean,
): TemplateResult => html`
  <button
    part="action"
    class="round"
    type="button"
    aria-label=${name}
    title=${name}
    aria-expanded=${model.tools === tools && !disabled ? 'true' : 'false'}
    aria-disabled=${disabled ? 'true' : 'false'}
    @click=${() => !disabled && model.show(tools)}
  >
    ${icon(path, path === keys ? 'dots' : '')}
  </button>
`;

/** After the call: one button, with the remedy of its outcome. */
function remedy({ model, view, texts }: PanelParts): TemplateResult {
  const closes = view.remedy === 'close';
  const ours = closes ? texts.close : view.error ? texts.tryAgain : texts.callAgain;
  const label = (view.error && texts.errors[view.error].button) ?? ours;
  return html`
    <button
      part="action"
      class="wide"
      type="button"
      @click=${(event: Event) => (closes ? model.close() : model.callAgain(event))}
    >
      ${closes ? nothing : icon(handset)}<span>${label}</span>
    </button>
  `;
}
