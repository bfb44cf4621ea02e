import type { Translation } from '../words.js';

export const words: Translation = {
  lang: 'de',
  call: 'Jetzt anrufen',
  videoCall: 'Videoanruf',
  share: 'Diese Seite teilen',
  watch: 'Seite ansehen',
  starting: 'Einen Moment…',
  notLoaded: 'Nicht geladen. Erneut versuchen',
  reload: 'Nicht geladen. Seite neu laden',
  noCall: 'Möglich, sobald Sie mit uns sprechen.',
  noRoom: 'Möglich, sobald ein Gespräch läuft.',
  visitor: 'Besucher',
  agent: 'Mitarbeiter',
  callTexts: async () => (await import('../call/de.js')).texts,
  cobrowseTexts: async () => (await import('../cobrowse/de.js')).texts,
};
