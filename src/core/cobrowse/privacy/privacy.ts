import { Addresses, cutAddress } from './address.js';
import { isOwnMaking, mayCompare, type AttributePolicy } from './attributes.js';
import { maskCards, maskTypedCards, MASK } from './digits.js';
import { showsText } from './elements.js';
import { hiddenNodes, type HiddenNode } from './hidden.js';
import { MutationFilter } from './mutation.js';
import { Pseudonyms, withoutCodes } from './names.js';
import { NodeHistory } from './node-history.js';
import { PageCopy } from './page-copy.js';
import {
  eventType,
  sourceType,
  type IncrementalData,
  type InputData,
  type MetaData,
  type PageEvent,
  type PageNode,
  type PointerMoves,
} from './page-event.js';
import { noLook, type PageLook } from './page-look.js';
import { PageTree } from './page-tree.js';
import { readRecordedEvent, type RecordedChange } from './recorded/event.js';
import type { RecordedNode } from './recorded/node.js';
import { SelectedAttributes, type Comparison } from './selected-attributes.js';
import { SheetFilter } from './sheets.js';
import { standingOf, type Standing } from './standing.js';
import { States } from './states.js';

export interface PrivacyOptions {
  /** Masks all text, not only fields. Off unless given. */
  readonly maskText?: boolean;
  /** Names of query parameters that may leave in addresses of the page, its links and pictures. None unless given. */
  readonly allowQuery?: readonly string[];
  /** iframes of the page's origin that are marked with `data-cc-frame` are part of it. Off unless given. */
  readonly frames?: boolean;
  /** Whether the iframe with this number is of another origin, and what is in it comes from there. None unless given. */
  readonly isOpenFrame?: (id: number) => boolean;
  /** The page itself, where there is one. */
  readonly look?: PageLook;
  /** More nodes than these are a page too large to share; 500,000 unless given. */
  readonly maxNodes?: number;
}

/**
 * What may leave the visitor's page. Takes every event of the recorder in its order, and gives an event built anew from
 * what may leave, or null. Elements and attributes go by what is known to be harmless; events about nodes that were never
 * seen go nowhere; ancestors decide, through shadow roots and slots. It keeps where each node stands and no content.
 */
export class PrivacyFilter {
  readonly #history = new NodeHistory();
  readonly #maskText: boolean;
  readonly #maxNodes: number;
  readonly #isFrame: (id: number, isMarked: boolean) => boolean;
  readonly #policy: AttributePolicy;
  readonly #look: PageLook;
  readonly #states: States;
  readonly #selected = new SelectedAttributes();
  readonly #sheets: SheetFilter;
  readonly #addresses = new Addresses();
  #base = '';
  #tree: PageTree;
  #copy: PageCopy;
  #mutations: MutationFilter;

  constructor({
    maskText = false,
    allowQuery = [],
    maxNodes = 500_000,
    frames = false,
    isOpenFrame = () => false,
    look = noLook,
  }: PrivacyOptions = {}) {
    this.#isFrame = (id, isMarked) => (frames && isMarked) || isOpenFrame(id);
    this.#look = look;
    this.#states = new States(look);
    this.#maskText = maskText;
    this.#maxNodes = maxNodes;
    const cut = (address: string) =>
      this.#addresses.of(address, this.#base, () => cutAddress(address, this.#base, allowQuery));
    const typed = (text: string, open: boolean) => (text === '' ? '' : open ? maskTypedCards(text) : MASK);
    const pseudonyms = new Pseudonyms();
    this.#policy = {
      url: cut,
      pictures: 'in sheets',
      link: cut,
      name: (name) => pseudonyms.of(name),
      asked: (...selector) => this.#asked(...selector),
      words: !maskText,
      state: (name) => this.#states.selector(name),
      prefers: (feature) => look.prefers(feature),
      label: maskText ? null : withoutCodes,
      text: maskCards,
      typed,
      selected: (name, value) => this.#selected.valueOf(name, value),
    };
    this.#sheets = new SheetFilter(this.#policy, look);
    this.#tree = new PageTree(this.#history, maxNodes, this.#isFrame);
    this.#copy = new PageCopy(this.#tree, this.#policy, maskText, look, this.#states);
    this.#mutations = new MutationFilter(this.#tree, this.#copy);
  }

  /** What the other side has is no longer what it may have, or no longer follows from events: it needs a full snapshot. */
  get stale(): boolean {
    return this.#mutations.stale || this.#selected.isBehind;
  }

  /**
   * What may leave of an event of the recorder; null where nothing does, and for what is no event that is known here.
   * @throws PageTooLargeError
   */
  pass(value: unknown): PageEvent | null {
    const event = readRecordedEvent(value);
    switch (event?.type) {
      case undefined:
        return null;
      case eventType.meta:
        return { type: event.type, data: this.#meta(event.data) };
      case eventType.fullSnapshot: {
        const node = this.#snapshot(event.data.node);
        return node && { type: event.type, data: { ...event.data, node } };
      }
      case eventType.incremental: {
        const data = this.#incremental(event.data);
        return data && { type: event.type, data };
      }
    }
  }

  /** How far the other side sees a node; `hidden` where it is not known. */
  standing(id: number): Standing {
    const entry = this.#tree.shown(id);
    return entry ? standingOf(this.#tree, entry, this.#maskText) : 'hidden';
  }

  /** Whether the other side may have what is in an iframe: it has a place for it, and nothing around it is hidden. */
  mayFrame(id: number): boolean {
    const entry = this.#tree.shown(id);
    if (entry?.tag !== 'iframe') return false;
    const { marked, field, choice } = this.#tree.privacyOf(entry);
    return !marked && !field && !choice;
  }

  /** What changed of the states that no event tells; null where nothing did. */
  restate(): PageEvent | null {
    const attributes = this.#states.changes(
      (id) => this.#tree.shown(id) !== null,
      (id) => this.#mayPoint(id),
    );
    if (attributes.length === 0) return null;
    const data = { source: sourceType.mutation, removes: [], adds: [], texts: [], attributes };
    return { type: eventType.incremental, data };
  }

  /** What of the page is hidden now, each part once. */
  hidden(): HiddenNode[] {
    return hiddenNodes(this.#tree, this.#copy);
  }

  #asked(name: string, comparison?: Comparison, value = '', ignoresCase = false): string {
    if (mayCompare(name)) return /^[^"'\\\n\r\f]{0,64}$/.test(value) ? value : '';
    // Which element it is asked of is not known here.
    if (!isOwnMaking(name, 'x-any')) return '';
    if (comparison) return this.#selected.compare(name, comparison, value, ignoresCase);
    this.#selected.note(name);
    return '';
  }

  #meta({ href, width, height }: MetaData): MetaData {
    this.#base = href;
    const scheme = this.#look.prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light';
    return { href: this.#policy.url(href) ?? '', width, height, scheme };
  }

  #snapshot(node: RecordedNode): PageNode | null {
    const tree = new PageTree(this.#history, this.#maxNodes, this.#isFrame);
    this.#copy = new PageCopy(tree, this.#policy, this.#maskText, this.#look, this.#states);
    this.#copy.enter(node, null, null);
    // Moves without an event: the recorder had not processed them when the snapshot was taken.
    for (const entry of this.#tree.entries()) {
      const now = tree.get(entry.id);
      if (!now || now.parent?.id !== entry.parent?.id) this.#tree.hold(entry);
    }
    this.#tree = tree;
    this.#selected.reset();
    this.#copy.readSheets(node);
    this.#states.begin();
    this.#sheets.reset();
    this.#mutations = new MutationFilter(tree, this.#copy);
    return this.#copy.node(node);
  }

  #incremental(data: RecordedChange): IncrementalData | null {
    switch (data.source) {
      case sourceType.mutation:
        return this.#mutations.pass(data);
      case sourceType.mouseMove:
      case sourceType.touchMove:
        return this.#move(data);
      case sourceType.mouseInteraction:
        return this.#mayPoint(data.id) ? data : null;
      case sourceType.scroll: {
        const entry = this.#tree.shown(data.id);
        return entry && !this.#tree.privacyOf(entry).field ? data : null;
      }
      case sourceType.viewportResize:
        return data;
      case sourceType.input:
        return this.#input(data);
      default:
        if (data.source === sourceType.adoptedStyleSheet) this.#history.adopters.add(data.id);
        return this.#sheets.pass(data, (id) => this.#tree.shown(id) !== null);
    }
  }

  #move({ source, positions }: PointerMoves): PointerMoves | null {
    const kept = positions.filter(({ id }) => this.#mayPoint(id));
    return kept.length > 0 ? { source, positions: kept } : null;
  }

  #input({ id, text, isChecked }: InputData): InputData | null {
    const entry = this.#tree.shown(id);
    if (!entry) return null;
    const open = this.#copy.isOpen(entry);
    if (showsText(entry.tag, entry.facts)) {
      const value = this.#policy.typed(text, open);
      if (value === entry.sentValue) return null;
      entry.sentValue = value;
      return { source: sourceType.input, id, text: value, isChecked: false };
    }
    const value = entry.tag === 'input' ? maskTypedCards(text) : maskCards(text);
    return open ? { source: sourceType.input, id, text: value, isChecked } : null;
  }

  /** Not where the pointer would reveal what is hidden, as on one of several answers or on the keys of a masked pad. */
  #mayPoint(id: number): boolean {
    const entry = this.#tree.shown(id);
    return entry !== null && this.#copy.mayReach(entry);
  }
}
