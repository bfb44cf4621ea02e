import type { DeviceChoices, DeviceKind } from '../../browser/call/call-media.js';
import type { CallView } from '../../core/call/call-view.js';
import type { PanelTexts } from '../texts/call/texts.js';

/** Which tools stand in the panel's middle. */
export type Tools = 'none' | 'keypad' | 'devices';

/** What the templates know and can do. */
export interface PanelModel {
  readonly muted: boolean;
  readonly tools: Tools;
  readonly typed: string;
  readonly devices: DeviceChoices | null;
  readonly deviceFailed: boolean;
  readonly localStream: MediaStream | null;
  readonly remoteStream: MediaStream | null;
  readonly toggleMute: () => void;
  readonly show: (tools: Tools) => void;
  readonly type: (digit: string) => void;
  readonly choose: (kind: DeviceKind, deviceId: string) => void;
  readonly resumeSound: () => void;
  readonly hangUp: () => void;
  readonly callAgain: () => void;
  readonly close: () => void;
}

/** What a template of the panel is made from. */
export interface PanelParts {
  readonly model: PanelModel;
  readonly view: CallView;
  readonly texts: PanelTexts;
  readonly locale: string;
  /** BCP 47 tag of the texts, which may be another than the page's. */
  readonly lang: string;
  readonly floating: boolean;
  readonly keydown: (event: KeyboardEvent) => void;
}
