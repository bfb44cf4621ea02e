import { html, nothing, type TemplateResult } from 'lit';
import type { CobrowseView } from '../../core/cobrowse/cobrowse-view.js';
import type { AgentMarks } from '../../core/cobrowse/cobrowse-session.js';
import type { BarPlace } from './bar-place.js';
import { crossedEye, grip, pauseBars, playMark, stopSquare, takenHand } from './icons.js';
import { agentMarks } from './marks.js';
import type { CobrowseTexts } from '../texts/cobrowse/texts.js';
import { icon } from '../shared/icon.js';

interface Banner {
  readonly view: CobrowseView;
  readonly texts: CobrowseTexts;
  readonly lang: string;
  /** Who sees the page, or why nobody does. */
  readonly sentence: string;
  /** How much is hidden, in words; null while the outlines are off. */
  readonly hidden: string | null;
  readonly announcement: string;
  readonly marks: readonly AgentMarks[];
  /** What an agent without a name is called. */
  readonly agent: string;
  readonly place: Pick<BarPlace, 'dragStart' | 'keydown'>;
  /** What there is of remote control, over the page. */
  readonly control: TemplateResult | typeof nothing;
  /** null where nobody has control. */
  readonly takeBack: (() => void) | null;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly toggleHidden: () => void;
  readonly stop: () => void;
}

/** The layer over a shared page: frame, outlines of what is hidden, agents' marks, and the bar. */
export function banner(parts: Banner): TemplateResult {
  const { view, texts, lang, sentence, hidden, marks, agent, place, takeBack } = parts;
  const can = (control: CobrowseView['controls'][number]) => view.controls.includes(control);
  return html`
    <div class="layer" popover="manual" lang=${lang}>
      <div class=${`frame ${view.name}`}></div>
      <div class="outlines" aria-hidden="true"></div>
      ${parts.control} ${agentMarks(marks, agent)}
      <div class=${`bar ${view.name}`} role="region" aria-label=${texts.bar}>
        <button
          class="tool handle"
          type="button"
          aria-label=${texts.move}
          title=${`${texts.move}. ${texts.moveHow}`}
          aria-describedby="how"
          @pointerdown=${place.dragStart}
          @keydown=${place.keydown}
        >
          ${icon(grip, 'dots')}
        </button>
        <span id="how" hidden>${texts.moveHow}</span>
        <span class="who" title=${sentence}>${sentence}</span>
        ${takeBack ? tool('take-back', takenHand, texts.takeBack, takeBack) : nothing}
        ${
          can('resume')
            ? tool('pause', playMark, texts.resume, parts.resume)
            : can('pause')
              ? tool('pause', pauseBars, texts.pause, parts.pause)
              : nothing
        }
        ${can('hidden') ? tool('hiding', crossedEye, texts.showHidden, parts.toggleHidden, hidden !== null) : nothing}
        <button class="stop" type="button" @click=${parts.stop}>${icon(stopSquare)}<span>${texts.stop}</span></button>
        ${hidden === null ? nothing : html`<span class="count">${hidden}</span>`}
      </div>
      <span class="announced" role="status">${parts.announcement}</span>
    </div>
  `;
}

const tool = (name: string, path: string, label: string, press: () => void, pressed?: boolean): TemplateResult => html`
  <button
    class=${`tool ${name}`}
    type="button"
    title=${label}
    aria-label=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${press}
  >
    ${icon(path)}<span class="label">${label}</span>
  </button>
`;
