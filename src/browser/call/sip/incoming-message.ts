import { sessionDescription } from './body.js';
import { readEntity, type Headers } from './entity.js';
import { parameter, split } from './syntax.js';

const LARGEST_CSEQ = 2 ** 31 - 1;

/** A request or a response (RFC 3261 §7). What is odd and not needed is kept as it came. */
export class IncomingMessage {
  /** Of the request; also in a response to it. */
  readonly method: string;
  /** 0 in a request. */
  readonly status: number;
  readonly cseq: number;
  readonly callId: string;
  readonly fromTag: string;
  readonly toTag: string;
  /** Of the topmost Via. */
  readonly branch: string;
  readonly body: string;
  readonly #headers: Headers;

  /** @throws SyntaxError where a header that there must be one of is missing, repeated or unreadable */
  constructor(text: string) {
    const message = text.replace(/^[\r\n]+/, '');
    const firstEnd = message.indexOf('\n');
    const first = (firstEnd < 0 ? message : message.slice(0, firstEnd)).trim();
    const { headers, body } = readEntity(firstEnd < 0 ? '' : message.slice(firstEnd + 1));
    this.#headers = headers;
    const single = (name: string): string => {
      const [value, more] = this.lines(name);
      if (!value || more !== undefined) throw new SyntaxError(`No ${name}, or too many.`);
      return value;
    };
    const [number = '', method = ''] = single('cseq').split(/[ \t]+/);
    const status = /^SIP\/2\.0 +([1-6]\d\d)(?!\S)/i.exec(first)?.[1];
    const isRequest = first.startsWith(`${method} `) && / SIP\/2\.0$/i.test(first.slice(-8 - 1));
    if (!/^\d{1,10}$/.test(number) || Number(number) > LARGEST_CSEQ || method === '' || (!status && !isRequest))
      throw new SyntaxError('No SIP.');
    this.method = method;
    this.status = Number(status ?? 0);
    this.cseq = Number(number);
    this.callId = single('call-id');
    this.fromTag = parameter(single('from'), 'tag') ?? '';
    this.toTag = parameter(single('to'), 'tag') ?? '';
    this.branch = parameter(split(this.header('via'), ',')[0] ?? '', 'branch') ?? '';
    this.body = body;
  }

  /** The first line of a header, by its long name in lower case; empty where there is none. */
  header(name: string): string {
    return this.lines(name)[0] ?? '';
  }

  lines(name: string): readonly string[] {
    return this.#headers.get(name) ?? [];
  }

  /** The values of a header that is a list, over all its lines. */
  list(name: string): string[] {
    return this.lines(name)
      .flatMap((line) => split(line, ','))
      .filter((value) => value !== '');
  }

  /** Null where the body has none. */
  get sdp(): string | null {
    return sessionDescription(this.header('content-type'), this.body);
  }
}
