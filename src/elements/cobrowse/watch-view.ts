import { html, nothing, type TemplateResult } from 'lit';
import type { CobrowseView } from '../../core/cobrowse/cobrowse-view.js';
import type { SeatState } from '../../core/cobrowse/control/control-seat.js';
import type { PictureView } from '../../core/cobrowse/cobrowse-session.js';
import type { ControlTool } from './control-tool.js';
import {
  arrowPointer,
  eraser,
  fitBox,
  followEye,
  frameCorners,
  openHand,
  pencil,
  slantedArrow,
  stopSquare,
  textCursor,
} from './icons.js';
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
  readonly picture: PictureView | null;
  readonly control: ControlTool | null;
  readonly seat: SeatState;
  readonly look: (change: Partial<Pick<PictureView, 'follows' | 'fits'>>) => void;
  readonly useControl: () => void;
  readonly stop: () => void;
  readonly again: () => void;
}

/** The agent's end: the toolbar, and the picture with its overlays. */
export function watchTemplate(parts: Watch): TemplateResult {
  const { view, texts, lang, locale, stage, tools, picture, control } = parts;
  const { tool = 'none' } = tools ?? {};
  const active = view.controls.includes('tools');
  const acts = tool === 'control' && control !== null;
  const byKeys = active && (tool === 'point' || tool === 'highlight');
  const free = picture !== null && !(picture.follows && picture.fits);
  const wheel = (event: WheelEvent) => {
    if (acts) return control.wheel(event);
    if (!free) return;
    event.preventDefault();
    picture.scrollBy(event.deltaX, event.deltaY);
  };
  const time = view.lagSeconds === null ? null : lagText(locale, view.lagSeconds);
  return html`
    <div class="watch" lang=${lang}>
      <div part="toolbar" class="toolbar" role="group" aria-label=${texts.tools}>
        <span class="state">
          <span part="headline" class="says">${watchHeadline(view, texts)}</span>
          ${time === null ? nothing : html`<span class="lag">${filled(texts.behind, { time })}</span>`}
          <span class="control">${controlText(parts)}</span>
        </span>
        ${view.underWay ? buttons(parts, tool, active) : nothing}
      </div>
      <div part="stage" class="screen" role="group" aria-label=${texts.picture}>
        ${stage}
        <div
          class=${`glass ${active ? tool : 'none'}`}
          role=${byKeys ? 'application' : nothing}
          aria-label=${byKeys ? texts.picture : nothing}
          tabindex=${byKeys ? '0' : nothing}
          @click=${acts ? control.click : nothing}
          @wheel=${wheel}
          @keydown=${tools?.key}
          @pointerdown=${tools?.down}
          @pointermove=${tools?.move}
          @pointerup=${tools?.up}
          @pointercancel=${tools?.up}
          @pointerleave=${tools?.out}
        >
          <svg class="echo" aria-hidden="true"></svg>
          <div class="seen" hidden aria-hidden="true"></div>
          ${ours(parts)} ${active && acts ? control.render(texts) : nothing}
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

/** Over the picture: where the visitor has something of ours, which is no part of the page. `placeOurs` places them. */
const ours = ({ picture, texts }: Watch) =>
  picture?.ours.map(
    ({ what }) => html`<div class="ours"><span>${what === 'call' ? texts.callPanel : texts.bar}</span></div>`,
  );

/** Through CSSOM: a strict `style-src` blocks style attributes. */
export function placeOurs(glass: Element, picture: PictureView): void {
  const { left, top } = glass.getBoundingClientRect();
  const places = picture.ours;
  for (const [index, element] of [...glass.querySelectorAll<HTMLElement>('.ours')].entries()) {
    const place = places[index];
    element.hidden = !place;
    if (!place) continue;
    element.style.transform = `translate(${place.x - left}px, ${place.y - top}px)`;
    element.style.width = `${place.width}px`;
    element.style.height = `${place.height}px`;
  }
}

/** Who has control, or what became of the last act; empty where there is nothing to say. */
export function controlText({ seat, texts }: Pick<Watch, 'seat' | 'texts'>): string {
  const { name, ended, outcome } = seat;
  if (name === 'mine' && outcome?.refused) return texts.refusals[outcome.refused];
  if (name === 'asked' || name === 'mine' || name === 'taken') return texts.controlSays[name];
  return ended === null ? '' : texts.controlSays[ended];
}

/** `aria-disabled` instead of `disabled`: a short outage does not take a keyboard user's focus away. */
function buttons(parts: Watch, tool: ShowingTools['tool'], active: boolean): TemplateResult {
  const { tools, texts, stop, picture, look, seat, useControl } = parts;
  const choose = (path: string, name: string, which: ShowingTools['tool']) =>
    button(path, name, () => tools?.choose(which), active, active && tool === which);
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
    ${choose(textCursor, texts.select, 'select')} ${choose(arrowPointer, texts.point, 'point')}
    ${choose(pencil, texts.draw, 'draw')} ${choose(slantedArrow, texts.arrow, 'arrow')}
    ${choose(frameCorners, texts.highlight, 'highlight')}
    ${button(eraser, texts.clear, () => tools?.clear(), active && tools?.hasLine === true)}
    ${
      seat.name === 'none'
        ? nothing
        : button(
            openHand,
            tool === 'control' ? texts.giveBack : texts.askControl,
            useControl,
            active && seat.name !== 'taken',
            seat.name === 'asked' || tool === 'control',
          )
    }
    ${button(followEye, texts.follow, () => look({ follows: !picture?.follows }), active, picture?.follows)}
    ${button(fitBox, texts.fit, () => look({ fits: !picture?.fits }), active, picture?.fits)}
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
