import type { Words } from './words.js';

/** The element whose words are spoken. */
interface Speaker {
  readonly words: Words;
  readonly hasUpdated: boolean;
  readonly updateComplete: Promise<unknown>;
}

/** The texts of a part of an element, in the language of its words; those of before until they are loaded, or where they can't be. */
export class Spoken<Texts> {
  readonly #load: (words: Words) => Promise<Texts> | undefined;
  readonly #english: Texts;
  #wanted: Words | null = null;
  texts: Texts;
  /** BCP 47 tag of the texts. */
  lang = 'en';

  /** `load` has nothing to load for English. */
  constructor(english: Texts, load: (words: Words) => Promise<Texts> | undefined) {
    this.#english = this.texts = english;
    this.#load = load;
  }

  /** Resolves with true where the texts have changed; never rejects. */
  async speak(host: Speaker): Promise<boolean> {
    // It has the words of its language with its first update.
    if (!host.hasUpdated) await host.updateComplete;
    const { words } = host;
    if (words === this.#wanted) return false;
    this.#wanted = words;
    const texts = await this.#load(words)?.catch(() => this.texts);
    if (words !== this.#wanted || texts === this.texts) return false;
    this.texts = texts ?? this.#english;
    this.lang = words.lang;
    return true;
  }
}
