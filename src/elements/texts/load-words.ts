import type { Words } from './words.js';

export const english: Words = {
  lang: 'en',
  call: 'Call us',
  videoCall: 'Video call',
  share: 'Share this page',
  watch: 'Watch the page',
  starting: 'One moment…',
  notLoaded: 'Couldn’t load. Try again',
  reload: 'Couldn’t load. Reload the page',
  noCall: 'Possible as soon as you are in a call with an agent.',
  noRoom: 'Possible as soon as there is a call.',
  visitor: 'Visitor',
  agent: 'Agent',
};

/** The words for a BCP 47 tag, English where its language is not spoken. Rejects where they can't be loaded. */
export const loadWords = async (locale: string): Promise<Words> =>
  /^en\b/i.test(locale) ? english : ((await (await import('./languages.js')).loadWords(locale)) ?? english);
