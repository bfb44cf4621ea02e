import type { CobrowseTexts } from './texts.js';

export const texts: CobrowseTexts = {
  visitorSays: {
    asking: 'Diese Seite teilen?',
    connecting: 'Verbindung wird aufgebaut…',
    alone: 'Noch sieht niemand zu',
    shared: 'Sichtbar für {names}',
    paused: 'Pausiert. Nichts ist zu sehen',
    reconnecting: 'Verbindung unterbrochen. Wird wiederhergestellt…',
    self: 'Sie teilen die Seite nicht mehr.',
    other: 'Das Teilen wurde beendet.',
    declined: 'Es wurde nichts geteilt.',
    'taken-over': 'Sie teilen jetzt aus einem anderen Tab.',
  },
  agentSays: {
    connecting: 'Verbindung wird aufgebaut…',
    reconnecting: 'Verbindung unterbrochen. Wird wiederhergestellt…',
    notShared: 'Die Seite wird noch nicht geteilt',
    visitorAway: 'Der Besucher ist gerade nicht da',
    paused: 'Vom Besucher pausiert',
    loading: 'Das Bild wird geladen…',
    watching: 'Sie sehen live zu',
    self: 'Sie sehen nicht mehr zu',
    other: 'Das Teilen wurde beendet',
  },
  agentAdvice: {
    reconnecting: 'Der Besucher sieht weiterhin, dass die Seite geteilt wird.',
    notShared: 'Bitten Sie, „Diese Seite teilen“ zu drücken. Das Bild erscheint von selbst.',
    visitorAway: 'Eine andere Seite wurde geöffnet, oder die Verbindung ist abgerissen.',
    paused: 'Das Bild kommt wieder, sobald der Besucher fortfährt.',
    self: 'Die Seite bleibt geteilt, bis der Besucher es beendet oder das Gespräch endet.',
    other: 'Der Besucher hat es beendet oder war zu lange weg.',
  },
  askTitle: 'Diese Seite teilen?',
  askWho:
    'Ihr Gegenüber sieht diese Seite live, ebenso die Seiten dieser Website, die Sie als Nächstes in diesem Tab öffnen, und kann darauf zeigen. Sonst wird nichts von Ihrem Gerät gezeigt.',
  askNot:
    'Nie zu sehen sind Eingaben in Feldern für Passwörter, Zahlungen oder Codes und was diese Website verbirgt. Sie können sich das markieren lassen.',
  askEnd: 'Sie können jederzeit oben in der Leiste pausieren oder beenden.',
  askYes: 'Teilen',
  askNo: 'Jetzt nicht',
  bar: 'Seite wird geteilt',
  move: 'Leiste verschieben',
  moveHow: 'Ziehen Sie sie, oder drücken Sie die Pfeiltasten.',
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  showHidden: 'Was verborgen ist',
  stop: 'Beenden',
  noPartHidden: 'Auf dieser Seite ist nichts verborgen',
  partsHidden: { one: '{count} Stelle ist verborgen', other: '{count} Stellen sind verborgen' },
  stopSharing: 'Teilen beenden',
  shareAgain: 'Erneut teilen',
  tools: 'Geteilte Seite',
  picture: 'Die Seite des Besuchers',
  point: 'Zeigen',
  draw: 'Zeichnen',
  clear: 'Zeichnung löschen',
  stopWatching: 'Nicht mehr zusehen',
  watchAgain: 'Wieder zusehen',
  behind: '{time} Verzögerung',
  grace: 'Noch {time}, um zurückzukommen.',
  details: 'Einzelheiten: {cause}',
  errors: {
    'insecure-context': {
      what: 'Teilen ist hier nicht möglich',
      advice: 'Die Seite wurde nicht sicher geladen. Öffnen Sie sie mit https:// vor der Adresse.',
    },
    'cobrowse-unsupported': {
      what: 'Dieser Browser kann keine Seiten teilen',
      advice: 'Bitte öffnen Sie die Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.',
    },
    'no-room': {
      what: 'Es läuft kein Gespräch, in dem die Seite geteilt werden kann',
      advice: 'Beginnen Sie zuerst ein Gespräch, und teilen Sie dann die Seite.',
    },
    credentials: {
      what: 'Das Teilen konnte nicht beginnen',
      advice:
        'Der Fehler liegt bei uns, nicht bei Ihnen. Versuchen Sie es noch einmal, oder beschreiben Sie, was Sie sehen.',
    },
    'platform-refused': {
      what: 'Das Teilen konnte nicht beginnen',
      advice: 'Versuchen Sie es gleich noch einmal. Das Gespräch muss noch laufen.',
    },
    'platform-unreachable': {
      what: 'Das Contact Center ist gerade nicht erreichbar',
      advice: 'Prüfen Sie Ihre Internetverbindung, und versuchen Sie es noch einmal.',
    },
    'bad-response': {
      what: 'Bei uns ist etwas schiefgegangen',
      advice: 'Bitte versuchen Sie es gleich noch einmal.',
    },
    'relay-unreachable': {
      what: 'Die Verbindung zum Teilen ist abgerissen',
      advice:
        'Vielleicht steht eine Firewall oder ein VPN im Weg. Prüfen Sie Ihre Internetverbindung, und versuchen Sie es noch einmal.',
    },
    'relay-refused': {
      what: 'Das Teilen wurde abgelehnt',
      advice:
        'Vielleicht ist die Erlaubnis abgelaufen, oder es sehen schon zu viele zu. Bitte versuchen Sie es noch einmal.',
    },
    'page-too-large': {
      what: 'Diese Seite ist zu groß, um geteilt zu werden',
      advice: 'Versuchen Sie es auf einer anderen Seite, oder beschreiben Sie, was Sie sehen.',
    },
    internal: {
      what: 'Etwas ist schiefgegangen',
      advice: 'Versuchen Sie es noch einmal. Wenn das nicht hilft, laden Sie die Seite neu.',
    },
  },
};
