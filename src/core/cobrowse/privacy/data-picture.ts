/*
 * Pictures that a style sheet brings along in its `data:` addresses: arrows, check marks, crosses. A bitmap passes by its
 * first bytes, a drawing is built anew of shapes; neither text nor comments nor anything that could load is in it.
 */

const MAX_BYTES = 16_384;
/** The base64 of how PNG, GIF, JPEG and WebP begin. */
const bitmap =
  /^data:image\/(?:png;base64,iVBORw0KGgo|gif;base64,R0lGOD[dl]h|jpe?g;base64,\/9j\/|webp;base64,UklGR)[A-Za-z0-9+/]{12,}={0,2}$/;

const shapes = new Set([
  ...['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'defs', 'clippath', 'mask'],
  ...['lineargradient', 'radialgradient', 'stop', 'symbol', 'pattern', 'filter', 'fegaussianblur', 'feoffset'],
]);
const tag = /<(\/?)([a-zA-Z][a-zA-Z]*)((?:\s+[-a-zA-Z:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(\/?)>\s*/y;
const attribute = /([-a-zA-Z:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const drawn = /^[-+\d.,\s%eMLHVCSQTAZmlhvcsqtaz]*$/;
const functions = /(?:rgba?|hsla?|matrix|translate|scale|rotate|skew[XY])\([-+\d.,\s%]*\)|url\(#[-\w]{1,16}\)/g;
/** Colours, keywords and functions, each by itself: a pattern of their repetition would take exponentially long to fail. */
const isPainted = (value: string): boolean =>
  value
    .replace(functions, ' ')
    .split(/[\s,]+/)
    .every((word) => /^(?:#[\da-fA-F]{3,8}|[a-zA-Z][-a-zA-Z]{0,24}|)$/.test(word));
const root = ' xmlns="http://www.w3.org/2000/svg"';

/** The address as it may leave and be shown; null for any other. */
export function cleanPicture(address: string): string | null {
  if (address.length > MAX_BYTES || !/^data:image\//i.test(address)) return null;
  if (bitmap.test(address)) return address;
  const [, isBase64, body = ''] =
    /^data:image\/svg\+xml(?:;(?:charset=)?utf-?8)?(;base64)?,([^]*)$/i.exec(address) ?? [];
  const source = isBase64 === undefined ? decode(body) : decodeBase64(body);
  const drawing = source === null ? null : cleanDrawing(source.trim());
  return drawing === null ? null : `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

function cleanDrawing(source: string): string | null {
  const start = /^(?:<\?xml [^<>]{0,100}\?>\s*)?/.exec(source)?.[0].length ?? 0;
  const open: string[] = [];
  let out = '';
  tag.lastIndex = start;
  while (tag.lastIndex < source.length) {
    const [, end, name = '', attributes = '', empty] = tag.exec(source) ?? [];
    if (!shapes.has(name.toLowerCase()) || (open.length === 0 && (out !== '' || name !== 'svg'))) return null;
    if (end === '/') {
      if (open.pop() !== name) return null;
      out += `</${name}>`;
    } else {
      out += `<${name}${out === '' ? root : ''}${cleanAttributes(attributes)}${empty}>`;
      if (empty === '') open.push(name);
    }
  }
  return open.length === 0 && out !== '' ? out : null;
}

function cleanAttributes(attributes: string): string {
  let out = '';
  for (const [, name = '', double, single = ''] of attributes.matchAll(attribute)) {
    const value = double ?? single;
    if (isKept(name, value)) out += ` ${name}="${value}"`;
  }
  return out;
}

function isKept(name: string, value: string): boolean {
  if (/^(?:xmlns|on|href|xlink)/i.test(name)) return false;
  if (/^(?:id|class)$/.test(name)) return /^[a-zA-Z]{1,8}$/.test(value);
  const isPaint = (text: string) => drawn.test(text) || isPainted(text);
  return name === 'style'
    ? value.split(';').every((part) => /^\s*(?:[-a-z]+:|$)/.test(part) && isPaint(part.replace(/^[^:]*:?/, '').trim()))
    : isPaint(value);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25'));
  } catch {
    return null;
  }
}

function decodeBase64(text: string): string | null {
  try {
    return atob(decode(text) ?? '');
  } catch {
    return null;
  }
}
