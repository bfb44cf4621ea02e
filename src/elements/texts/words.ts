import type { CallLabels, PanelTexts } from './call/texts.js';
import type { CobrowseLabels, CobrowseTexts } from './cobrowse/texts.js';

/** A language: what the buttons of both elements say, and where the rest is. */
export interface Words extends CallLabels, CobrowseLabels {
  /** Of the call's panel. In a file of its own; English comes with the panel. */
  readonly callTexts?: () => Promise<PanelTexts>;
  /** The same of a shared page. */
  readonly cobrowseTexts?: () => Promise<CobrowseTexts>;
}

/** Any language but English. */
export type Translation = Required<Words>;
