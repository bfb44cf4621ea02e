import type { TemplateResult } from 'lit';
import type { CobrowseState } from '../../core/cobrowse/cobrowse-state.js';
import type { CobrowseTextOverrides } from '../texts/cobrowse/texts.js';
import type { Words } from '../texts/words.js';

/** The element, as a scene sees it. */
export interface SceneHost extends HTMLElement {
  readonly texts: CobrowseTextOverrides;
  readonly resourceOrigins: string;
  readonly maskText: boolean;
  readonly frames: string;
  readonly remoteControl: 'off' | 'ask';
  readonly userId: string;
  readonly userName: string;
  readonly words: Words;
  readonly hasUpdated: boolean;
  readonly updateComplete: Promise<unknown>;
  start(): Promise<void>;
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  requestUpdate(): void;
}

/** What the element renders of a scene. */
export interface Shown {
  /** The button's label; null leaves the slot. */
  readonly label: string | null;
  /** In place of the button. */
  readonly instead: TemplateResult | null;
  /** For the live region (polite); the visitor's end shows it below the button too. */
  readonly note: TemplateResult | string;
}

/** All that is seen while a page is shared or watched; loaded with the press. */
export interface CobrowseScene {
  /** Hands over to another element: returns the scene that it renders from now on, and ends this one. */
  moveTo?(host: SceneHost): CobrowseScene;
  follow(state: CobrowseState): void;
  /** Loads the texts of the element's language. Where they can't be loaded, those before stay. */
  speak(): Promise<void>;
  render(locale: string, own: CobrowseTextOverrides): Shown;
  /** After each render of the element. */
  afterRender(): void;
}
