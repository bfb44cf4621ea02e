import type { CobrowseTexts } from './texts.js';

export const texts: CobrowseTexts = {
  visitorSays: {
    asking: 'Partager cette page ?',
    connecting: 'Connexion…',
    alone: 'En attente du conseiller',
    shared: 'Visible par {names}',
    paused: 'En pause. Rien n’est montré',
    reconnecting: 'Connexion perdue. Rétablissement…',
    self: 'Vous ne partagez plus la page.',
    other: 'Le partage est terminé.',
    declined: 'Rien n’a été partagé.',
    'taken-over': 'Vous partagez maintenant depuis un autre onglet.',
  },
  agentSays: {
    connecting: 'Connexion…',
    reconnecting: 'Connexion perdue. Nous la rétablissons…',
    notShared: 'Le visiteur ne partage pas encore',
    visitorAway: 'Le visiteur est absent',
    paused: 'Mis en pause par le visiteur',
    loading: 'L’image arrive…',
    watching: 'Vue en direct',
    self: 'Vous ne regardez plus la page',
    other: 'Le partage est terminé',
  },
  agentAdvice: {
    reconnecting: 'Le visiteur voit toujours que la page est partagée.',
    notShared: 'Demandez-lui d’appuyer sur « Partager cette page ». L’image s’affichera d’elle-même.',
    visitorAway: 'Il a ouvert une autre page ou perdu la connexion.',
    paused: 'L’image reviendra lorsqu’il reprendra.',
    self: 'Le visiteur continue de partager jusqu’à ce qu’il arrête ou que l’appel se termine.',
    other: 'Le visiteur a arrêté ou s’est absenté trop longtemps.',
  },
  askTitle: 'Partager cette page ?',
  askWho:
    'Un conseiller voit cette page en direct, ainsi que les pages de ce site que vous ouvrirez ensuite dans cet onglet. Il peut vous y montrer des éléments. Rien d’autre de votre appareil n’est visible.',
  askNot:
    'Il ne voit jamais ce que vous saisissez dans les champs de mot de passe, de paiement ou de code, ni ce que ce site masque. Vous pouvez faire marquer ces parties.',
  askEnd: 'Vous pouvez mettre en pause ou arrêter à tout moment, dans la barre du haut.',
  askYes: 'Partager',
  askNo: 'Pas maintenant',
  bar: 'Partage de la page',
  move: 'Déplacer cette barre',
  moveHow: 'Faites-la glisser ou utilisez les flèches du clavier.',
  pause: 'Mettre en pause',
  resume: 'Reprendre',
  showHidden: 'Ce qui est masqué',
  stop: 'Arrêter',
  noPartHidden: 'Rien n’est masqué au conseiller sur cette page',
  partsHidden: {
    one: '{count} partie est masquée au conseiller',
    other: '{count} parties sont masquées au conseiller',
  },
  stopSharing: 'Arrêter le partage',
  shareAgain: 'Partager à nouveau',
  tools: 'Page partagée',
  picture: 'La page du visiteur',
  point: 'Pointer',
  draw: 'Dessiner',
  clear: 'Effacer le dessin',
  stopWatching: 'Ne plus regarder',
  watchAgain: 'Regarder à nouveau',
  behind: '{time} de retard',
  grace: 'Il lui reste {time} pour revenir.',
  details: 'Détails : {cause}',
  errors: {
    'insecure-context': {
      what: 'Le partage n’est pas possible ici',
      advice: 'La page n’a pas été chargée de façon sécurisée. Ouvrez-la avec https:// devant son adresse.',
    },
    'cobrowse-unsupported': {
      what: 'Ce navigateur ne peut pas partager de pages',
      advice: 'Ouvrez la page dans une version récente de Chrome, Edge, Firefox ou Safari.',
    },
    'no-room': {
      what: 'Aucun appel dans lequel partager la page',
      advice: 'Commencez d’abord un appel, puis partagez la page.',
    },
    credentials: {
      what: 'Le partage n’a pas pu démarrer',
      advice: 'L’erreur vient de nous, pas de vous. Réessayez ou décrivez ce que vous voyez.',
    },
    'platform-refused': {
      what: 'Le partage n’a pas pu démarrer',
      advice: 'Réessayez dans un instant. L’appel doit être en cours.',
    },
    'platform-unreachable': {
      what: 'Le centre de contact est injoignable pour le moment',
      advice: 'Vérifiez votre connexion Internet, puis réessayez.',
    },
    'bad-response': {
      what: 'Un problème est survenu de notre côté',
      advice: 'Réessayez dans un instant.',
    },
    'relay-unreachable': {
      what: 'La connexion de partage a été perdue',
      advice: 'Un pare-feu ou un VPN fait peut-être obstacle. Vérifiez votre connexion Internet, puis réessayez.',
    },
    'relay-refused': {
      what: 'Le partage a été refusé',
      advice: 'L’autorisation a peut-être expiré, ou trop de personnes regardent déjà. Veuillez réessayer.',
    },
    'page-too-large': {
      what: 'Cette page est trop volumineuse pour être partagée',
      advice: 'Réessayez sur une autre page, ou décrivez ce que vous voyez.',
    },
    internal: {
      what: 'Un problème est survenu',
      advice: 'Réessayez. Si cela ne suffit pas, rechargez la page.',
    },
  },
};
