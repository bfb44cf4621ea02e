import type { PanelTexts } from './texts.js';

export const texts: PanelTexts = {
  panel: 'Ihr Gespräch',
  checking: 'Ihr Mikrofon wird geprüft…',
  asking: 'Ihr Browser bittet um Erlaubnis',
  askingHint: 'Wählen Sie „Zulassen“, damit wir Sie hören.',
  connecting: 'Verbindung wird aufgebaut…',
  queued: 'Sie sind in der Warteschlange',
  queuePosition: 'Sie sind an Position {position}',
  queueWait: 'etwa {wait}',
  queueLongWait: 'mehr als {wait}',
  meanwhile: 'Bleiben Sie auf dieser Seite. Ihr Gespräch beginnt von selbst.',
  microphoneReady: 'Ihr Mikrofon ist bereit',
  transferring: 'Sie werden weiterverbunden…',
  dialing: 'Wir verbinden Sie…',
  ringing: 'Es klingelt…',
  talking: 'Verbunden',
  reconnecting: 'Die Verbindung ist abgerissen. Wir stellen sie wieder her…',
  repairing: 'Die Leitung wird wiederhergestellt…',
  repairingHint: 'Sie können weitersprechen.',
  ended: 'Gespräch beendet',
  dropped: 'Ihr Anruf wurde nicht angenommen',
  droppedAdvice: 'Er wurde von unserer Seite beendet. Das tut uns leid; bitte versuchen Sie es noch einmal.',
  callAgain: 'Erneut anrufen',
  tryAgain: 'Erneut versuchen',
  notices: {
    offline: 'Zurzeit besteht keine Verbindung. Wir versuchen es weiter.',
    'microphone-gone': 'Ihr Mikrofon ist nicht mehr da; niemand kann Sie hören.',
    'microphone-muted': 'Ihr Gerät hat das Mikrofon stummgeschaltet; niemand kann Sie hören.',
    'microphone-silent': 'Von Ihrem Mikrofon kommt kein Ton. Ist es eingeschaltet?',
    held: 'Das Gespräch wird gehalten. Bitte warten Sie.',
    'agent-lost': 'Von der anderen Seite kommt gerade nichts an. Wir kümmern uns darum.',
    'agent-silent': 'Von der anderen Seite kommt gerade kein Ton.',
    'no-camera': 'Ihre Kamera lässt sich nicht verwenden. Man kann Sie aber hören.',
  },
  placeKept: 'Ihr Platz in der Warteschlange bleibt erhalten.',
  turnOnMicrophone: 'Mikrofon einschalten',
  quality: 'Tonqualität: {level}',
  levels: { good: 'gut', fair: 'mittel', poor: 'schlecht', bad: 'sehr schlecht' },
  weakNetwork: 'Ihre Internetverbindung ist schwach. Der Ton kann aussetzen.',
  soundBlocked: 'Ihr Browser hat den Ton blockiert.',
  turnOnSound: 'Ton einschalten',
  you: 'Sie',
  agent: 'Gegenüber',
  muted: 'Stumm',
  mute: 'Stummschalten',
  keypad: 'Tastenfeld',
  devices: 'Geräte',
  hangUp: 'Auflegen',
  minimize: 'Minimieren',
  close: 'Schließen',
  showPanel: 'Gespräch anzeigen',
  microphone: 'Mikrofon',
  speaker: 'Lautsprecher',
  camera: 'Kamera',
  unnamedDevice: 'Gerät {number}',
  deviceFailed: 'Dieses Gerät lässt sich nicht verwenden. Das bisherige bleibt an.',
  noChoice: 'Ihr Browser bietet keine anderen Geräte an.',
  typed: 'Gesendet',
  selfView: 'Ihr Bild',
  agentView: 'Bild der Gegenseite',
  details: 'Einzelheiten: {cause}',
  errors: {
    'insecure-context': {
      what: 'Auf dieser Seite sind keine Anrufe möglich',
      advice:
        'Sie wurde nicht sicher geladen, deshalb lässt Ihr Browser das Mikrofon nicht zu. Bitte erreichen Sie uns auf anderem Weg.',
    },
    'webrtc-unsupported': {
      what: 'Dieser Browser kann nicht anrufen',
      advice: 'Bitte öffnen Sie die Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.',
    },
    'no-microphone': {
      what: 'Kein Mikrofon gefunden',
      advice: 'Schließen Sie ein Mikrofon oder Headset an, und versuchen Sie es noch einmal.',
    },
    'no-camera': {
      what: 'Keine Kamera gefunden',
      advice: 'Schließen Sie eine Kamera an, und versuchen Sie es noch einmal.',
    },
    'no-speaker': {
      what: 'Kein Lautsprecher gefunden',
      advice: 'Schließen Sie Kopfhörer oder Lautsprecher an, und versuchen Sie es noch einmal.',
    },
    'permission-denied': {
      what: 'Ihr Mikrofon ist blockiert',
      advice:
        'Klicken Sie auf das Symbol neben der Adresse der Seite, erlauben Sie das Mikrofon, und versuchen Sie es noch einmal.',
    },
    'device-busy': {
      what: 'Ihr Mikrofon ist belegt',
      advice:
        'Vielleicht verwendet eine andere Anwendung Ihr Mikrofon. Schließen Sie sie, und versuchen Sie es noch einmal.',
    },
    'call-unsupported': {
      what: 'Anrufe sind hier nicht möglich',
      advice: 'Das tut uns leid. Bitte erreichen Sie uns auf anderem Weg.',
    },
    'off-hours': {
      what: 'Wir sind gerade nicht erreichbar',
      advice: 'Bitte rufen Sie während unserer Servicezeiten wieder an.',
    },
    'no-agents': { what: 'Gerade ist niemand frei', advice: 'Bitte versuchen Sie es in ein paar Minuten noch einmal.' },
    'queue-timeout': {
      what: 'Es wurde niemand rechtzeitig frei',
      advice: 'Entschuldigen Sie die lange Wartezeit. Versuchen Sie es jetzt oder etwas später noch einmal.',
    },
    'call-failed': {
      what: 'Wir konnten Sie nicht verbinden',
      advice: 'Bitte versuchen Sie es noch einmal.',
    },
    credentials: {
      what: 'Der Anruf konnte nicht beginnen',
      advice:
        'Der Fehler liegt bei uns, nicht bei Ihnen. Versuchen Sie es noch einmal, oder erreichen Sie uns auf anderem Weg.',
    },
    'platform-refused': {
      what: 'Der Anruf konnte nicht beginnen',
      advice: 'Bitte versuchen Sie es gleich noch einmal, oder erreichen Sie uns auf anderem Weg.',
    },
    'platform-unreachable': {
      what: 'Wir sind gerade nicht erreichbar',
      advice: 'Prüfen Sie Ihre Internetverbindung, und versuchen Sie es noch einmal.',
    },
    'bad-response': {
      what: 'Bei uns ist etwas schiefgegangen',
      advice: 'Bitte versuchen Sie es gleich noch einmal.',
    },
    'gateway-unreachable': {
      what: 'Die Leitung ließ sich nicht öffnen',
      advice:
        'Vielleicht steht eine Firewall oder ein VPN im Weg. Wechseln Sie, wenn möglich, das Netz, und versuchen Sie es noch einmal.',
    },
    'gateway-refused': {
      what: 'Die Gegenseite hat nicht geantwortet',
      advice: 'Bitte versuchen Sie es gleich noch einmal.',
    },
    'media-failed': {
      what: 'Die Sprachverbindung kam nicht zustande',
      advice:
        'Vielleicht steht eine Firewall oder ein VPN im Weg. Wechseln Sie, wenn möglich, das Netz, und versuchen Sie es noch einmal.',
    },
    'media-lost': {
      what: 'Die Verbindung ist abgerissen',
      advice: 'Sie kam nicht wieder. Prüfen Sie Ihre Internetverbindung, und rufen Sie noch einmal an.',
      button: 'Erneut anrufen',
    },
    busy: {
      what: 'Ein anderes Gespräch läuft noch',
      advice: 'Beenden Sie zuerst das andere Gespräch, und versuchen Sie es dann noch einmal.',
    },
    internal: {
      what: 'Etwas ist schiefgegangen',
      advice: 'Versuchen Sie es noch einmal. Wenn das nicht hilft, laden Sie die Seite neu.',
    },
  },
};
