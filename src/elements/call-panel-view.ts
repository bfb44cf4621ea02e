import { html, nothing, type TemplateResult } from 'lit';
import { clockText, type CallView } from '../core/call/call-view.js';
import type { PanelModel, Tools } from './call-panel.js';
import { stage } from './call-panel-stage.js';
import { cross, handset, handsetDown, icon, keys, microphone, microphoneOff, minimize, sliders } from './icon.js';
import type { PanelTexts } from './texts.js';
import { filled, minutesText, numberText } from './texts/panel.js';

export interface PanelParts {
  readonly model: Omit<PanelModel, 'view'>;
  readonly view: CallView;
  readonly texts: PanelTexts;
  readonly locale: string;
  readonly floating: boolean;
  readonly keydown: (event: KeyboardEvent) => void;
}

/** The panel: what is happening, the middle, the actions; three zones that keep their places. */
export function panelTemplate(parts: PanelParts): TemplateResult {
  const { model, view, texts, floating, keydown } = parts;
  const over = !view.underWay;
  return html`
    <div
      part="panel"
      class=${`panel ${floating ? 'at-corner' : ''} ${view.video ? 'with-video' : ''}`}
      role="dialog"
      aria-label=${texts.panel}
      tabindex="-1"
      popover="manual"
      @keydown=${keydown}
    >
      <slot name="header"></slot>
      <div class="top">
        <p part="headline" class=${`headline ${view.name}`}>${headlineText(view, texts)}</p>
        ${view.seconds === null ? nothing : html`<span class="timer">${clockText(view.seconds)}</span>`}
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
      <div part="actions" class="actions">${over ? again(parts) : actions(parts)}</div>
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
    @click=${model.toggleMute}
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
    aria-expanded=${model.tools === tools ? 'true' : 'false'}
    ?disabled=${disabled}
    @click=${() => model.show(tools)}
  >
    ${icon(path, path === keys ? 'dots' : '')}
  </button>
`;

/** After the end: one button that does what helps now. */
function again({ model, view, texts }: PanelParts): TemplateResult {
  const failed = view.error ? texts.errors[view.error.code] : null;
  const closes = failed !== null && failed.button === texts.close;
  return html`
    <button part="action" class="wide" type="button" @click=${closes ? model.close : model.callAgain}>
      ${closes ? nothing : icon(handset)}<span>${failed?.button ?? texts.callAgain}</span>
    </button>
  `;
}

/** What is happening, in a sentence. */
export function headlineText(view: CallView, texts: PanelTexts): string {
  if (view.error) return texts.errors[view.error.code].what;
  return view.headline === 'idle' || view.headline === 'failed' ? texts.connecting : texts[view.headline];
}

/** Place and wait of the queue; empty where the platform does not tell. */
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
