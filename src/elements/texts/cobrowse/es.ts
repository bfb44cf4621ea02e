import type { CobrowseTexts } from './texts.js';

export const texts: CobrowseTexts = {
  visitorSays: {
    asking: '¿Compartir esta página?',
    connecting: 'Conectando…',
    alone: 'Esperando al agente',
    shared: 'Visible para {names}',
    paused: 'En pausa. No se muestra nada',
    reconnecting: 'Conexión perdida. Recuperándola…',
    self: 'Ha dejado de compartir.',
    other: 'Ya no se comparte la página.',
    declined: 'No se ha compartido nada.',
    'taken-over': 'Ahora comparte desde otra pestaña.',
  },
  agentSays: {
    connecting: 'Conectando…',
    reconnecting: 'Se ha perdido la conexión. Recuperándola…',
    notShared: 'El visitante aún no comparte la página',
    visitorAway: 'El visitante está ausente',
    paused: 'En pausa por el visitante',
    loading: 'La imagen está en camino…',
    watching: 'Viendo en directo',
    self: 'Ha dejado de ver la página',
    other: 'Ya no se comparte la página',
  },
  agentAdvice: {
    reconnecting: 'El visitante sigue viendo que la página se comparte.',
    notShared: 'Pídale que pulse «Compartir esta página». La imagen aparecerá sola.',
    visitorAway: 'Ha abierto otra página o ha perdido la conexión.',
    paused: 'La imagen volverá cuando continúe.',
    self: 'El visitante sigue compartiendo hasta que lo detenga o termine la llamada.',
    other: 'El visitante lo ha detenido o ha estado ausente demasiado tiempo.',
  },
  askTitle: '¿Compartir esta página?',
  askWho:
    'Un agente verá esta página en directo, y las páginas de este sitio web que abra después en esta pestaña. Podrá señalar cosas. No se muestra nada más de su dispositivo.',
  askNot:
    'Nunca verá lo que escriba en campos de contraseñas, pagos o códigos, ni lo que este sitio oculta. Puede hacer que se le marque.',
  askEnd: 'Puede pausar o detener cuando quiera, en la barra superior.',
  askYes: 'Compartir',
  askNo: 'Ahora no',
  bar: 'Página compartida',
  move: 'Mover esta barra',
  moveHow: 'Arrástrela o use las teclas de flecha.',
  pause: 'Pausar',
  resume: 'Reanudar',
  showHidden: 'Qué está oculto',
  stop: 'Detener',
  noPartHidden: 'Nada de esta página está oculto para el agente',
  partsHidden: {
    one: '{count} parte está oculta para el agente',
    other: '{count} partes están ocultas para el agente',
  },
  stopSharing: 'Dejar de compartir',
  shareAgain: 'Compartir de nuevo',
  tools: 'Página compartida',
  picture: 'La página del visitante',
  point: 'Señalar',
  draw: 'Dibujar',
  clear: 'Borrar dibujo',
  stopWatching: 'Dejar de ver',
  watchAgain: 'Volver a ver',
  behind: '{time} de retraso',
  grace: 'Tiempo restante para volver: {time}.',
  details: 'Detalles: {cause}',
  errors: {
    'insecure-context': {
      what: 'Aquí no se puede compartir',
      advice: 'La página no se ha cargado de forma segura. Ábrala con https:// delante de la dirección.',
    },
    'cobrowse-unsupported': {
      what: 'Este navegador no puede compartir páginas',
      advice: 'Abra la página en una versión actual de Chrome, Edge, Firefox o Safari.',
    },
    'no-room': {
      what: 'No hay ninguna llamada en la que compartir la página',
      advice: 'Inicie primero una llamada y después comparta la página.',
    },
    credentials: {
      what: 'No se ha podido empezar a compartir',
      advice: 'Es un error nuestro, no suyo. Inténtelo de nuevo o describa lo que ve.',
    },
    'platform-refused': {
      what: 'No se ha podido empezar a compartir',
      advice: 'Inténtelo de nuevo en un momento. La llamada tiene que estar en curso.',
    },
    'platform-unreachable': {
      what: 'Ahora no se puede contactar con el centro de atención',
      advice: 'Compruebe su conexión a Internet e inténtelo de nuevo.',
    },
    'bad-response': {
      what: 'Ha habido un problema por nuestra parte',
      advice: 'Inténtelo de nuevo en un momento.',
    },
    'relay-unreachable': {
      what: 'Se ha perdido la conexión para compartir',
      advice: 'Puede que lo impida un cortafuegos o una VPN. Compruebe su conexión a Internet e inténtelo de nuevo.',
    },
    'relay-refused': {
      what: 'No se ha permitido compartir',
      advice: 'Puede que el permiso haya caducado o que ya haya demasiadas personas. Inténtelo de nuevo.',
    },
    'page-too-large': {
      what: 'Esta página es demasiado grande para compartirla',
      advice: 'Vaya a otra página e inténtelo allí, o describa lo que ve.',
    },
    internal: {
      what: 'Algo ha salido mal',
      advice: 'Inténtelo de nuevo. Si no funciona, vuelva a cargar la página.',
    },
  },
};
