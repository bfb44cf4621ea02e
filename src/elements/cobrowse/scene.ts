import type { TemplateResult } from 'lit';
import type { CobrowseState } from '../../core/cobrowse/cobrowse-state.js';
import type { CobrowseTextOverrides } from '../texts/cobrowse/texts.js';

/** The element, as a scene sees it. */
export interface SceneHost extends HTMLElement {
  readonly maskText: boolean;
  start(): Promise<void>;
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  requestUpdate(): void;
}

/** What the element shows of a scene. */
export interface Shown {
  /** The button's words; null leaves the site's own. */
  readonly label: string | null;
  /** In place of the button. */
  readonly instead: TemplateResult | null;
  /** Spoken, politely; the visitor's end shows it by the button too. */
  readonly note: TemplateResult | string;
}

/** What is loaded with the press: all that is seen while a page is shared, or watched. */
export interface CobrowseScene {
  /** What another element shows from now on in place of this, which is over then. */
  moveTo?(host: SceneHost): CobrowseScene;
  follow(state: CobrowseState): void;
  render(locale: string, own: CobrowseTextOverrides): Shown;
  /** After the element has drawn. */
  afterRender(): void;
}
