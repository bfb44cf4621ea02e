import { html, nothing, type TemplateResult } from 'lit';
import type { CobrowseOptions } from '../../browser/cobrowse/cobrowse-client.js';
import type * as sharing from '../../browser/cobrowse/sharing.js';
import type { ShareSession } from '../../core/cobrowse/cobrowse-session.js';
import { idle, type CobrowseState } from '../../core/cobrowse/cobrowse-state.js';
import { cobrowseView, type CobrowseView } from '../../core/cobrowse/cobrowse-view.js';
import { askStyles } from './ask-styles.js';
import { askDialog } from './ask.js';
import { BarPlace } from './bar-place.js';
import { bannerStyles } from './bar-styles.js';
import { banner } from './bar.js';
import { Consent } from './consent.js';
import { ControlCard } from './control-card.js';
import { controlStyles } from './control-styles.js';
import { HiddenOutlines } from './hidden.js';
import { PageLayer } from '../shared/page-layer.js';
import { lineStyles, marksStyles } from './marks-styles.js';
import { scrollMarks } from './marks.js';
import type { CobrowseScene, SceneHost, Shown } from './scene.js';
import type { CobrowseTextOverrides, CobrowseTexts } from '../texts/cobrowse/texts.js';
import { withOwn } from '../texts/call/texts.js';
import { en } from '../texts/cobrowse/en.js';
import { countText, listText } from '../texts/cobrowse/figures.js';
import { figuresLocale, filled } from '../texts/figures.js';
import { Spoken } from '../texts/spoken.js';

export { optionsOf } from './options.js';

interface Begun {
  readonly session: ShareSession;
  readonly page: sharing.SharedPage;
}

/** All that a visitor sees of sharing: the question, the banner, what agents show, and why it ended. */
export class ShareScene implements CobrowseScene {
  readonly #host: SceneHost;
  readonly #layer: PageLayer;
  readonly #over = new AbortController();
  readonly #place: BarPlace;
  #begun: Begun | null = null;
  #consent: Consent | null = null;
  #outlines: HiddenOutlines | null = null;
  #control: ControlCard | null = null;
  #state: CobrowseState = idle;
  /** How many parts are hidden: now, and as it was last spoken; null while they are not shown. */
  #hidden: number | null = null;
  #hiddenSpoken: number | null = null;
  #words: readonly [locale: string, own: CobrowseTextOverrides] = ['en', {}];
  readonly #spoken: Spoken<CobrowseTexts>;
  #draw: () => void = () => undefined;

  constructor(host: SceneHost, before: ShareScene | null = null) {
    this.#host = host;
    this.#spoken = before ? before.#spoken : new Spoken(en, (words) => words.cobrowseTexts?.());
    this.#layer = new PageLayer(host, [askStyles, bannerStyles, lineStyles, marksStyles, controlStyles]);
    this.#place = new BarPlace(this.#layer.root, this.#over.signal, before ? before.#place.wanted : null);
    addEventListener('scroll', () => scrollMarks(this.#layer.root), { signal: this.#over.signal, passive: true });
  }

  /** Starts to share. What can't be shown to the visitor is not shared. */
  share({ startSharing }: Pick<typeof sharing, 'startSharing'>, options: CobrowseOptions): ShareSession {
    const remoteControl = this.#host.remoteControl === 'ask';
    const begun = startSharing({ ...options, ...recordedBy(this.#host), remoteControl });
    try {
      return this.#begin(begun);
    } catch (thrown) {
      void begun.session.stop();
      throw thrown;
    }
  }

  #begin(begun: Begun): ShareSession {
    const { session, page } = begun;
    this.#begun = begun;
    this.#outlines = new HiddenOutlines(page, (count) => this.#count(count));
    const { control } = session;
    this.#control = control && new ControlCard(control, this.#layer, this.#host, () => this.#draw());
    const stopHearing = session.subscribeMarks(() => this.#draw());
    this.#over.signal.addEventListener('abort', stopHearing);
    return session;
  }

  /**
   * The same for another element, and seen at once. In a layer of its own: what `document.open()` has left of the old one
   * answers no press.
   */
  moveTo(host: SceneHost): ShareScene {
    const next = new ShareScene(host, this);
    next.follow(this.#state);
    if (this.#begun) next.#begin(this.#begun);
    next.render(...this.#words);
    next.#draw();
    if (this.#hidden !== null) next.#toggleHidden();
    const focused = this.#layer.root.activeElement;
    this.#end();
    this.#layer.close();
    if (focused) next.#layer.root.querySelector<HTMLElement>(`[class="${focused.className}"]`)?.focus();
    this.#begun?.page.recordAs(recordedBy(host));
    return next;
  }

  follow(state: CobrowseState): void {
    this.#state = state;
    if (state.name === 'ended' || state.name === 'failed') this.#end();
  }

  #end(): void {
    this.#over.abort();
    this.#consent?.end();
    this.#control?.end();
    this.#outlines?.stop();
    this.#hidden = null;
  }

  async speak(): Promise<void> {
    if (await this.#spoken.speak(this.#host)) this.#host.requestUpdate();
  }

  render(locale: string, own: CobrowseTextOverrides): Shown {
    void this.speak();
    this.#words = [locale, own];
    const texts = withOwn(this.#spoken.texts, own);
    const view = this.#view();
    this.#draw = () => this.#drawLayer(view, texts, locale, own);
    const before = ['idle', 'asking', 'declined'].includes(view.headline);
    return {
      label: before ? null : view.underWay ? texts.stopSharing : texts.shareAgain,
      instead: null,
      note: view.underWay ? '' : endNote(view, texts),
    };
  }

  afterRender(): void {
    this.#draw();
  }

  #view(): CobrowseView {
    return cobrowseView(this.#state, { mode: 'recorder', now: 0, since: 0, lag: null });
  }

  #drawLayer(view: CobrowseView, texts: CobrowseTexts, locale: string, own: CobrowseTextOverrides): void {
    const layer = this.#layer;
    const session = this.#begun?.session;
    const lang = own.lang ?? this.#spoken.lang;
    const agent = own.agent ?? this.#host.words.agent;
    const figures = figuresLocale(locale, lang);
    if (view.name === 'asking' && session) return this.#ask(session, texts, lang);
    this.#consent?.end();
    const hadFocus = layer.hasFocus;
    layer.closeDialog();
    if (!view.underWay || !session) {
      layer.close();
      if (hadFocus && document.activeElement === document.body) this.#host.focus({ preventScroll: true });
      return;
    }
    const names = view.viewers.map((name) => name || agent);
    const control = this.#control;
    const seen = filled(texts.visitorSays[view.headline] ?? '', { names: listText(figures, names) });
    const asked = control?.sentence({ texts, agent }) ?? '';
    const sentence = control?.granted ? asked : seen;
    const spoken = this.#hiddenSpoken === null ? '' : hiddenText(this.#hiddenSpoken, texts, figures);
    layer.show(
      banner({
        ...{ view, texts, lang, sentence, agent, marks: session.marks, place: this.#place },
        hidden: this.#hidden === null ? null : hiddenText(this.#hidden, texts, figures),
        control: control?.render({ texts, agent }) ?? nothing,
        takeBack: control?.granted ? control.takeBack : null,
        announcement: [seen, asked, spoken].filter((part) => part !== '').join('. '),
        pause: () => this.#host.pause(),
        resume: () => this.#host.resume(),
        toggleHidden: this.#toggleHidden,
        stop: () => void this.#host.stop(),
      }),
    );
    control?.afterRender();
    this.#place.place();
    scrollMarks(layer.root);
    if (hadFocus && !layer.hasFocus && document.activeElement === document.body)
      this.#host.focus({ preventScroll: true });
  }

  #ask(session: ShareSession, texts: CobrowseTexts, lang: string): void {
    const layer = this.#layer;
    layer.show(
      askDialog({
        ...{ texts, lang, ready: this.#consent?.ready ?? false },
        begin: (event) => this.#consent?.begin(event),
        agree: (event) => this.#consent?.isGivenBy(event) && session.agree(),
        decline: () => session.decline(),
      }),
    );
    const dialog = layer.root.querySelector('dialog');
    if (dialog)
      this.#consent ??= new Consent(dialog, {
        isClear: (element) => layer.isClear(element),
        onChange: () => this.#draw(),
      });
  }

  readonly #toggleHidden = (): void => {
    const box = this.#layer.root.querySelector<HTMLElement>('.outlines');
    const shown = this.#hidden !== null;
    this.#hidden = shown ? null : 0;
    this.#hiddenSpoken = null;
    if (shown) this.#outlines?.stop();
    else if (box) this.#outlines?.start(box);
    if (shown) box?.replaceChildren();
    this.#draw();
  };

  #count(count: number): void {
    const changed = count !== this.#hidden;
    this.#hidden = count;
    // Spoken once: the figure moves with everything that the page does.
    this.#hiddenSpoken ??= count;
    if (changed) this.#draw();
  }
}

const recordedBy = ({ maskText, frames }: SceneHost) => ({ maskText, frames });

const hiddenText = (count: number, texts: CobrowseTexts, locale: string): string =>
  count === 0 ? texts.noPartHidden : countText(locale, count, texts.partsHidden);

/** Why it ended, and what to do now. */
function endNote({ headline, error }: CobrowseView, texts: CobrowseTexts): TemplateResult | string {
  if (!error) {
    const text = texts.visitorSays[headline];
    return text === undefined || headline === 'idle' ? '' : html`<p>${text}</p>`;
  }
  const { what, advice } = texts.errors[error.code];
  const cause = [error.causeId, error.causeDesc].filter((part) => part !== undefined).join(' ');
  return html`<p class="what">${what}</p>
    <p>${advice}</p>
    ${cause === '' ? nothing : html`<p class="cause">${filled(texts.details, { cause })}</p>`}`;
}
