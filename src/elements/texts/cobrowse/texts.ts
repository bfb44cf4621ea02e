import type { CobrowseErrorCode } from '../../../core/cobrowse/cobrowse-error.js';
import type { CobrowseEnd } from '../../../core/cobrowse/cobrowse-state.js';
import type { CobrowseHeadline } from '../../../core/cobrowse/cobrowse-view.js';
import type { Refusal } from '../../../core/cobrowse/wire/act.js';
import type { ErrorText, Own } from '../call/texts.js';

/** What the button says before anything else is loaded. */
export interface CobrowseLabels {
  /** BCP 47 tag of the table's language. */
  readonly lang: string;
  readonly share: string;
  readonly watch: string;
  /** Pressed, and the rest is being loaded. */
  readonly starting: string;
  /** The rest could not be loaded. Short: it stands on the button. */
  readonly notLoaded: string;
  /** In its place from the second time on. */
  readonly reload: string;
  /** Why the button can't be pressed yet, at the visitor's and at the agent's end. */
  readonly noCall: string;
  readonly noRoom: string;
  /** Names of those who gave none. */
  readonly visitor: string;
  readonly agent: string;
}

/** A sentence with a number in it, for each of the language's plural forms (CLDR). */
export type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** A sentence for each of these headlines; the others have none. */
type Sentences<Said extends CobrowseHeadline> = Readonly<
  Record<Said, string> & Partial<Record<Exclude<CobrowseHeadline, Said>, string>>
>;
type AgentAdvised = 'reconnecting' | 'notShared' | 'visitorAway' | 'paused' | 'self' | 'other';

/** What is said around a shared page. `{name}` in a text is replaced by a figure, or by people's names. */
export interface CobrowseTexts {
  /** What happens, as the visitor reads it. */
  readonly visitorSays: Sentences<
    'asking' | 'connecting' | 'alone' | 'shared' | 'paused' | 'reconnecting' | CobrowseEnd
  >;
  /** The same for the agent, and what it means for them. */
  readonly agentSays: Sentences<AgentAdvised | 'connecting' | 'loading' | 'watching'>;
  readonly agentAdvice: Sentences<AgentAdvised>;

  readonly askTitle: string;
  /** One paragraph each: who sees it, what they do not see, how it ends. */
  readonly askWho: string;
  readonly askNot: string;
  readonly askEnd: string;
  readonly askYes: string;
  readonly askNo: string;

  /** An agent asks for remote control; `{name}`. A paragraph each: what they can do, what they can't, how it ends. */
  readonly controlTitle: string;
  readonly controlCan: string;
  readonly controlNot: string;
  readonly controlEnd: string;
  readonly controlYes: string;
  readonly controlNo: string;
  /** `{name}` */
  readonly controlled: string;
  readonly takeBack: string;

  /** Name of the bar. */
  readonly bar: string;
  readonly move: string;
  readonly moveHow: string;
  readonly pause: string;
  readonly resume: string;
  readonly showHidden: string;
  readonly stop: string;
  readonly noPartHidden: string;
  /** `{count}` */
  readonly partsHidden: Counted;
  readonly stopSharing: string;
  readonly shareAgain: string;

  /** Name of the toolbar. */
  readonly tools: string;
  /** In the picture, where the visitor has the panel of a call. */
  readonly callPanel: string;
  /** Name of the picture. */
  readonly picture: string;
  readonly point: string;
  readonly draw: string;
  readonly clear: string;
  readonly arrow: string;
  readonly highlight: string;
  /** The picture's text can be selected, and found by the browser's search. */
  readonly select: string;
  /** The picture scrolls with the visitor. */
  readonly follow: string;
  /** The picture is as large as its place, and not as the visitor's window. */
  readonly fit: string;
  readonly askControl: string;
  readonly giveBack: string;
  /** Name of what takes the keys for the visitor's page. */
  readonly keys: string;
  /** Who has control, or why the agent has not. */
  readonly controlSays: Readonly<Record<'asked' | 'mine' | 'taken' | 'refused' | 'over', string>>;
  readonly refusals: Readonly<Record<Refusal, string>>;
  readonly stopWatching: string;
  readonly watchAgain: string;
  /** `{time}`: a figure with its unit, such as “2.4 sec” */
  readonly behind: string;
  /** `{time}` that an absent visitor has left */
  readonly grace: string;

  /** `{cause}`: the platform's own words */
  readonly details: string;
  readonly errors: Readonly<Record<CobrowseErrorCode, Omit<ErrorText, 'button'>>>;
}

/** A site's own words, in place of any of ours. */
export type CobrowseTextOverrides = Own<CobrowseLabels & CobrowseTexts>;
