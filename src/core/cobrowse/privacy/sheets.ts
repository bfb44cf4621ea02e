import { cleanSheet, cleanValue } from './css.js';
import type { StyleRules } from './style-rules.js';
import type { PageLook } from './page-look.js';
import {
  sourceType,
  type AdoptedSheets,
  type DeclarationChange,
  type SheetChange,
  type StyleRule,
} from './page-event.js';

/** The changes of style sheets that may leave, of those of elements and of those that scripts construct. */
export class SheetFilter {
  readonly #rules: StyleRules;
  readonly #look: PageLook;
  /** Constructed sheets that were sent. */
  readonly #sent = new Set<number>();
  /** Constructed sheets that so far only hidden shadow roots use: the recorder sends their rules once. */
  readonly #withheld = new Map<number, readonly StyleRule[]>();

  constructor(rules: StyleRules, look: PageLook) {
    this.#rules = rules;
    this.#look = look;
  }

  /** After a snapshot the recorder sends every sheet again. */
  reset(): void {
    this.#sent.clear();
    this.#withheld.clear();
  }

  /** Null for what may not leave. */
  pass(
    data: AdoptedSheets | SheetChange | DeclarationChange,
    shown: (id: number) => boolean,
  ): AdoptedSheets | SheetChange | DeclarationChange | null {
    if (data.source === sourceType.adoptedStyleSheet) return this.#adopt(data, shown);
    const { id, styleId } = data;
    const known = id === undefined ? styleId !== undefined && this.#sent.has(styleId) : shown(id);
    if (!known) return null;
    const sheet = id === undefined ? { styleId: Number(styleId) } : { id };
    return { ...(data.source === sourceType.styleSheetRule ? this.#change(data) : this.#declare(data)), ...sheet };
  }

  #adopt({ id, styleIds, styles = [] }: AdoptedSheets, shown: (id: number) => boolean): AdoptedSheets | null {
    for (const { styleId, rules } of styles) this.#withheld.set(styleId, rules);
    if (!shown(id)) return null;
    const fresh = styleIds.flatMap((styleId) => {
      const rules = this.#withheld.get(styleId);
      this.#withheld.delete(styleId);
      this.#sent.add(styleId);
      const whole = rules?.map((one) => ({ ...one, rule: this.#look.css(id, one.rule) }));
      return whole ? [{ styleId, rules: this.#clean(whole) }] : [];
    });
    const source = sourceType.adoptedStyleSheet;
    return { source, id, styleIds: [...styleIds], ...(fresh.length > 0 ? { styles: fresh } : {}) };
  }

  #change({ adds, removes, replace, replaceSync }: SheetChange): SheetChange {
    return {
      source: sourceType.styleSheetRule,
      ...(adds ? { adds: this.#clean(adds) } : {}),
      ...(removes ? { removes: removes.map(({ index }) => ({ index })) } : {}),
      ...(replace === undefined ? {} : { replace: cleanSheet(replace, this.#rules) }),
      ...(replaceSync === undefined ? {} : { replaceSync: cleanSheet(replaceSync, this.#rules) }),
    };
  }

  #declare({ index, set, remove }: DeclarationChange): DeclarationChange {
    const plain = (property: string) => property.replace(/[^-\w]/g, '');
    return {
      source: sourceType.styleDeclaration,
      index: [...index],
      ...(set
        ? {
            set: {
              property: plain(set.property),
              value: set.value === null ? null : cleanValue(set.property, set.value, this.#rules),
              ...(set.priority === 'important' ? { priority: 'important' } : {}),
            },
          }
        : {}),
      ...(remove ? { remove: { property: plain(remove.property) } } : {}),
    };
  }

  /** A rule that may not leave leaves an empty one in its place: later changes count rules. */
  #clean(rules: readonly StyleRule[]): StyleRule[] {
    return rules.map(({ rule, index }) => {
      const cleaned = cleanSheet(rule, this.#rules);
      return { rule: cleaned.trim() === '' ? '_{}' : cleaned, ...(index === undefined ? {} : { index }) };
    });
  }
}
