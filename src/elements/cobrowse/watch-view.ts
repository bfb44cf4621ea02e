import { html, nothing, type TemplateResult } from 'lit';
import type { CobrowseView } from '../../core/cobrowse/cobrowse-view.js';
import { arrowPointer, eraser, pencil, stopSquare } from './icons.js';
import type { CobrowseTexts } from '../texts/cobrowse/texts.js';
import type { ShowingTools } from './tools.js';
import { icon } from '../shared/icon.js';
import { lagText } from '../texts/cobrowse/figures.js';
import { filled, timeText } from '../texts/figures.js';

interface Watch {
  readonly view: CobrowseView;
  readonly texts: CobrowseTexts;
  readonly lang: string;
  readonly locale: string;
  readonly stage: HTMLElement;
  /** null before the session has begun. */
  readonly tools: ShowingTools | null;
  readonly stop: () => void;
  readonly again: () => void;
}

/** The agent's end: the toolbar, and the picture with its overlays. */
export function watchTemplate(parts: Watch): TemplateResult {
  const { view, texts, lang, locale, stage, tools } = parts;
  const { tool = 'none' } = tools ?? {};
  const active = view.controls.includes('tools');
  const time = view.lagSeconds === null ? null : lagText(locale, view.lagSeconds);
  return html`
    <div class="watch" lang=${lang}>
      <div part="toolbar" class="toolbar" role="group" aria-label=${texts.tools}>
        <span class="state">
          <span part="headline" class="says">${watchHeadline(view, texts)}</span>
          ${time === null ? nothing : html`<span class="lag">${filled(texts.behind, { time })}</span>`}
        </span>
        ${view.underWay ? buttons(parts, tool, active) : nothing}
      </div>
      <div part="stage" class="screen" role="group" aria-label=${texts.picture}>
        ${stage}
        <div
          class=${`glass ${active ? tool : 'none'}`}
          @pointerdown=${tools?.down}
          @pointermove=${tools?.move}
          @pointerup=${tools?.up}
          @pointercancel=${tools?.up}
          @pointerleave=${tools?.out}
        >
          <svg class="echo" aria-hidden="true"></svg>
        </div>
        ${view.headline === 'watching' ? nothing : cover(parts)}
      </div>
    </div>
  `;
}

/** What is happening, in a sentence. */
export function watchHeadline({ headline, error }: CobrowseView, texts: CobrowseTexts): string {
  if (error) return texts.errors[error.code].what;
  return texts.agentSays[headline] ?? texts.agentSays.connecting;
}

/** What it means for the agent, and what to do; empty where the headline says it all. */
export const watchAdvice = ({ headline, error }: CobrowseView, texts: CobrowseTexts): string =>
  error ? texts.errors[error.code].advice : (texts.agentAdvice[headline] ?? '');

/** `aria-disabled` instead of `disabled`: a short outage does not take a keyboard user's focus away. */
function buttons({ tools, texts, stop }: Watch, tool: ShowingTools['tool'], active: boolean): TemplateResult {
  const button = (path: string, name: string, press: () => void, usable: boolean, pressed?: boolean) => html`
    <button
      part="action"
      class="tool"
      type="button"
      title=${name}
      aria-label=${name}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      aria-disabled=${usable ? nothing : 'true'}
      @click=${() => usable && press()}
    >
      ${icon(path)}<span class="label">${name}</span>
    </button>
  `;
  return html`<span class="tools">
    ${button(arrowPointer, texts.point, () => tools?.choose('point'), active, active && tool === 'point')}
    ${button(pencil, texts.draw, () => tools?.choose('draw'), active, active && tool === 'draw')}
    ${button(eraser, texts.clear, () => tools?.clear(), active && tools?.hasLine === true)}
    <button part="action" class="stop" type="button" @click=${stop}>
      ${icon(stopSquare)}<span>${texts.stopWatching}</span>
    </button>
  </span>`;
}

function cover({ view, texts, locale, again }: Watch): TemplateResult {
  const cause = [view.error?.causeId, view.error?.causeDesc].filter((part) => part !== undefined).join(' ');
  const advice = watchAdvice(view, texts);
  const grace = view.graceSeconds === null ? null : timeText(locale, view.graceSeconds, 'second');
  return html`
    <div part="cover" class=${`cover ${view.headline}`}>
      <p class="what">${watchHeadline(view, texts)}</p>
      ${advice === '' ? nothing : html`<p>${advice}</p>`}
      ${grace === null ? nothing : html`<p class="grace">${filled(texts.grace, { time: grace })}</p>`}
      ${cause === '' ? nothing : html`<p class="cause">${filled(texts.details, { cause })}</p>`}
      ${
        view.underWay || view.name === 'idle'
          ? nothing
          : html`<button part="button" class="again" type="button" @click=${again}>${texts.watchAgain}</button>`
      }
    </div>
  `;
}
