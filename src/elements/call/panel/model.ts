import type { TemplateResult } from 'lit';
import type { DeviceChoices, DeviceKind } from '../../../browser/call/call-media.js';
import type { CallView } from '../../../core/call/call-view.js';
import type { Quality } from '../../../core/call/quality.js';
import type { PanelTexts } from '../../texts/call/texts.js';
import type { Words } from '../../texts/words.js';

/** The element, as its panel sees it. */
export interface PanelHost extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly words: Words;
  readonly hasUpdated: boolean;
  readonly updateComplete: Promise<unknown>;
  readonly titleNotice: boolean;
  muted: boolean;
  call(): Promise<void>;
  hangUp(): Promise<void>;
  sendDtmf(tones: string): void;
  requestUpdate(): void;
}

/** What the element renders of its panel. */
export interface Rendered {
  /** null where it is closed, or shown elsewhere. */
  readonly panel: TemplateResult | null;
  readonly open: boolean;
  /** Content of the element's button while the call is docked to it; null elsewhere. */
  readonly buttonContent: TemplateResult | null;
  readonly besideButton: TemplateResult | null;
  readonly announcement: string;
  readonly keydown: (event: KeyboardEvent) => void;
}

/** Which tools are open in the panel's middle. */
export type Tools = 'none' | 'keypad' | 'devices';

/** State and actions of the panel, for its templates. */
export interface PanelModel {
  readonly muted: boolean;
  readonly tools: Tools;
  readonly typed: string;
  readonly devices: DeviceChoices | null;
  readonly deviceFailed: boolean;
  /** null before anything was measured. */
  readonly quality: Quality | null;
  /** Code of why the microphone could not be turned on again, if it has one; null where that was not tried. */
  readonly microphoneError: string | null;
  readonly turnOnMicrophone: () => void;
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  readonly toggleMute: () => void;
  readonly show: (tools: Tools) => void;
  readonly type: (digit: string) => void;
  readonly choose: (kind: DeviceKind, deviceId: string) => void;
  readonly resumeSound: () => void;
  readonly hangUp: () => void;
  readonly callAgain: (event: Event) => void;
  readonly close: () => void;
}

/** What a template of the panel renders. */
export interface PanelParts {
  readonly model: PanelModel;
  readonly view: CallView;
  readonly texts: PanelTexts;
  /** Of figures. */
  readonly locale: string;
  /** BCP 47 tag of the texts, which may be another than the page's. */
  readonly lang: string;
  readonly floating: boolean;
  readonly keydown: (event: KeyboardEvent) => void;
}
