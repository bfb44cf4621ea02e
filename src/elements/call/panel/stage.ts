import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceChoice, DeviceKind } from '../../../browser/call/call-media.js';
import { clockText, type CallView } from '../../../core/call/call-view.js';
import { adviceText, queueText, remark } from './sentences.js';
import { handset, icon } from '../../shared/icon.js';
import { arrowUp, loudspeaker, microphone } from './icons.js';
import type { PanelParts } from './model.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import { digitsText, filled, numberText } from '../../texts/figures.js';

/** The panel's middle. */
export function stage(parts: PanelParts): TemplateResult {
  const { model, view } = parts;
  if (view.error || view.headline === 'dropped') return advice(parts);
  if (model.tools === 'keypad' && view.keypad) return keypad(parts);
  if (model.tools === 'devices') return devices(parts);
  if (view.soundBlocked) return soundBlocked(parts);
  if (view.name === 'talking' || view.name === 'reconnecting') return conversation(parts);
  return waiting(parts);
}

function waiting(parts: PanelParts): TemplateResult {
  const { view, texts, locale } = parts;
  if (view.headline === 'asking')
    return html`<div class="middle">
      ${icon(arrowUp, 'large pointing')}
      <p>${texts.askingHint}</p>
    </div>`;
  if (view.name === 'ended') return html`<div class="middle">${emblem}</div>`;
  const queue = queueText(view, texts, locale);
  return html`
    <div class="middle">
      <span class="breathing" aria-hidden="true"></span>
      ${queue === '' ? nothing : html`<p class="strong">${queue}</p>`}
      ${view.headline === 'queued' ? html`<p>${texts.meanwhile}</p>` : nothing}
      ${amiss(parts) ?? (view.microphoneOpen ? html`<p class="well">${texts.microphoneReady}</p>` : nothing)}
    </div>
    ${view.microphoneOpen ? level(texts.you, 'mine') : nothing}
  `;
}

/** In place of the agent's picture in a voice call. */
const emblem = html`<span class="emblem" aria-hidden="true">${icon(handset, 'large')}</span>`;

/** What turns the microphone on again; null where it is on, or no press could do that. */
const reopening = ({ model, view: { notice } }: PanelParts): (() => void) | null =>
  notice === 'microphone-gone' || notice === 'microphone-muted' ? model.turnOnMicrophone : null;

/** What is not as it should be, and what a press can do about it; null where all is well. */
function amiss(parts: PanelParts): TemplateResult | null {
  const text = remark(parts.view, parts);
  if (text === '') return null;
  const press = reopening(parts);
  return html`
    <p class="amiss">${text}</p>
    ${
      press
        ? html`<button class="wide" type="button" @click=${press}>
            ${icon(microphone)}<span>${parts.texts.turnOnMicrophone}</span>
          </button>`
        : nothing
    }
  `;
}

function conversation(parts: PanelParts): TemplateResult {
  const { model, view, texts, locale } = parts;
  // The button has the emblem's place: nothing shifts.
  const calm = reopening(parts) ? nothing : emblem;
  const lost =
    view.lostSeconds === null
      ? calm
      : html`<p class="large-figure">${digitsText(locale, clockText(view.lostSeconds))}</p>`;
  return html`
    ${
      view.video
        ? html`<div class="pictures">
              <video
                class="theirs"
                aria-label=${texts.agentView}
                autoplay
                playsinline
                .muted=${true}
                .srcObject=${model.remoteStream}
              ></video>
              <video
                class="mine"
                aria-label=${texts.selfView}
                autoplay
                playsinline
                .muted=${true}
                .srcObject=${model.localStream}
              ></video>
            </div>
            ${amiss(parts)}`
        : html`<div class="middle">${lost} ${amiss(parts)}</div>`
    }
    ${level(model.muted ? texts.muted : texts.you, 'mine')} ${level(texts.agent, 'theirs')}
  `;
}

const level = (name: string, side: 'mine' | 'theirs'): TemplateResult => html`
  <div class="level">
    <span class="name">${name}</span>
    <span class="bar" aria-hidden="true"><span class=${`fill ${side}`} data-level=${side}></span></span>
  </div>
`;

const soundBlocked = ({ model, texts }: PanelParts): TemplateResult => html`
  <div class="middle">
    <p>${texts.soundBlocked}</p>
    <button class="wide" type="button" @click=${model.resumeSound}>
      ${icon(loudspeaker)}<span>${texts.turnOnSound}</span>
    </button>
  </div>
`;

const advice = ({ view, texts }: PanelParts): TemplateResult => html`
  <div class="advice">
    <p>${adviceText(view, texts)}</p>
    ${view.cause === '' ? nothing : html`<p class="details">${filled(texts.details, { cause: view.cause })}</p>`}
  </div>
`;

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

const keypad = ({ model, texts }: PanelParts): TemplateResult => html`
  <p class="typed"><span class="announced">${texts.typed}</span> ${model.typed}</p>
  <div class="keys" dir="ltr">
    ${KEYS.map((key) => html`<button class="key" type="button" @click=${() => model.type(key)}>${key}</button>`)}
  </div>
`;

function devices({ model, view, texts, locale }: PanelParts): TemplateResult {
  const { devices: choices } = model;
  if (!choices) return html`<div class="middle"><span class="breathing"></span></div>`;
  const { microphones, speakers, cameras, chosen } = choices;
  const select = (kind: DeviceKind, name: string, list: readonly DeviceChoice[], current: string | null) =>
    list.length === 0
      ? nothing
      : html`<label class="device">
          <span>${name}</span>
          <select
            @change=${(event: Event) => {
              const field = event.target as HTMLSelectElement;
              const wanted = field.value;
              // It shows what is in use: the other one when it is.
              field.value = current ?? '';
              model.choose(kind, wanted);
            }}
          >
            ${list.map(
              ({ deviceId, label }, index) =>
                html`<option value=${deviceId} .selected=${deviceId === current}>
                  ${label || filled(texts.unnamedDevice, { number: numberText(locale, index + 1) })}
                </option>`,
            )}
          </select>
        </label>`;
  return html`
    <div class="devices">
      ${select('microphone', texts.microphone, microphones, chosen.microphone)}
      ${select('speaker', texts.speaker, speakers, chosen.speaker)}
      ${view.video ? select('camera', texts.camera, cameras, chosen.camera) : nothing}
      ${model.deviceFailed ? html`<p class="details">${texts.deviceFailed}</p>` : nothing}
      ${noChoice(texts, view, choices) ? html`<p>${texts.noChoice}</p>` : nothing}
    </div>
  `;
}

const noChoice = (
  texts: PanelTexts,
  view: CallView,
  { microphones, speakers }: { microphones: readonly unknown[]; speakers: readonly unknown[] },
): boolean => microphones.length + speakers.length === 0 && view.microphoneOpen && texts.noChoice !== '';
