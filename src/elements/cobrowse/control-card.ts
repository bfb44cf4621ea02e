import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { ShareSession } from '../../core/cobrowse/cobrowse-session.js';
import type { ControlState, Done } from '../../core/cobrowse/control/control-desk.js';
import type { CobrowseTexts } from '../texts/cobrowse/texts.js';
import { filled } from '../texts/figures.js';
import type { PageLayer } from '../shared/page-layer.js';
import { Consent } from './consent.js';
import { CcControlChangeEvent } from './events.js';

type Control = NonNullable<ShareSession['control']>;

interface Words {
  readonly texts: CobrowseTexts;
  /** What an agent without a name is called. */
  readonly agent: string;
}

/** What a visitor sees of remote control: the question, who has it, and what they do. Goes into the layer of the shared page. */
export class ControlCard {
  readonly #control: Control;
  readonly #layer: PageLayer;
  readonly #draw: () => void;
  #consent: Consent | null = null;
  #stop: () => void = () => undefined;

  /** `draw`: the layer has to be drawn anew. */
  constructor(control: Control, layer: PageLayer, host: HTMLElement, draw: () => void) {
    this.#control = control;
    this.#layer = layer;
    this.#draw = draw;
    let before: ControlState = control.state;
    this.#stop = control.subscribe(() => {
      const { state } = control;
      draw();
      const [had, has] = [before, state];
      before = state;
      if (has.name === 'granted' && had.name !== 'granted')
        host.dispatchEvent(new CcControlChangeEvent(true, nameOf(has)));
      if (had.name === 'granted' && has.name !== 'granted')
        host.dispatchEvent(new CcControlChangeEvent(false, nameOf(had)));
    });
  }

  /** Who has it, in a sentence; '' while nobody has. */
  sentence({ texts, agent }: Words): string {
    const { state } = this.#control;
    if (state.name === 'off') return '';
    const name = state.by.user.name || agent;
    return filled(state.name === 'asked' ? texts.controlTitle : texts.controlled, { name });
  }

  get granted(): boolean {
    return this.#control.state.name === 'granted';
  }

  readonly takeBack = (): void => this.#control.takeBack();

  /** The question, or what was done last. */
  render(words: Words): TemplateResult | typeof nothing {
    const { state } = this.#control;
    if (state.name === 'granted') return state.last ? html`${keyed(state.last, ring(state.last))}` : nothing;
    return state.name === 'asked' ? this.#question(words) : nothing;
  }

  /** After each render of the layer. */
  afterRender(): void {
    const question = this.#layer.root.querySelector('.card');
    if (question)
      this.#consent ??= new Consent(question, {
        isClear: (element) => this.#layer.isClear(element),
        onChange: this.#draw,
      });
    else this.#endConsent();
  }

  end(): void {
    this.#stop();
    this.#endConsent();
  }

  #endConsent(): void {
    this.#consent?.end();
    this.#consent = null;
  }

  #question(words: Words): TemplateResult {
    const { texts } = words;
    const begin = (event: Event) => this.#consent?.begin(event);
    const allow = (event: Event) => {
      if (this.#consent?.isGivenBy(event)) void this.#control.allow();
    };
    return html`
      <div class="ask card" role="alertdialog" aria-labelledby="control" aria-describedby="can not-by-them back">
        <h2 id="control" dir="auto">${this.sentence(words)}</h2>
        <p id="can">${texts.controlCan}</p>
        <p id="not-by-them">${texts.controlNot}</p>
        <p id="back">${texts.controlEnd}</p>
        <div class="answers">
          <button class="answer no" type="button" @click=${() => this.#control.refuse()}>${texts.controlNo}</button>
          <button
            class="answer yes"
            type="button"
            aria-disabled=${this.#consent?.ready ? nothing : 'true'}
            @pointerdown=${begin}
            @keydown=${begin}
            @click=${allow}
          >
            ${texts.controlYes}
          </button>
        </div>
      </div>
    `;
  }
}

const nameOf = (state: Exclude<ControlState, { readonly name: 'off' }>): string =>
  state.by.user.name || state.by.user.id;

/** Around what an agent has just used. Its place goes through CSSOM: a strict `style-src` blocks style attributes. */
const ring = ({ box }: Done): TemplateResult | typeof nothing =>
  box.width === 0
    ? nothing
    : html`<div
        class="ring"
        aria-hidden="true"
        ${ref((element) => {
          if (!(element instanceof HTMLElement)) return;
          element.style.transform = `translate(${box.x}px, ${box.y}px)`;
          element.style.width = `${box.width}px`;
          element.style.height = `${box.height}px`;
        })}
      ></div>`;
