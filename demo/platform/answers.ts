export type JsonObject = Readonly<Record<string, unknown>>;

/** What an operation answers, before it is written to the wire. */
export interface Answer {
  readonly body: JsonObject;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes back what the answer gave away, where the request was given up before it got there. */
  readonly undo?: () => void;
}

/** An operation that is not done, as its answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('The request is refused.');
    this.answer = answer;
  }
}

/** A response of JSON. */
export const json = (
  body: unknown,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-store', ...init.headers },
  });

export const success = (fields: JsonObject = {}): Answer => ({ body: { resultCode: '0', resultDesc: '', ...fields } });

/** Answered with HTTP 200 and a result code other than 0. */
export const failure = (resultCode: string, resultDesc: string): Refusal =>
  new Refusal({ body: { resultCode, resultDesc } });

/** 400: `name` is the header, parameter or field that is missing or wrong. */
export const badRequest = (name: string): Refusal =>
  new Refusal({ status: 400, body: { resultCode: '1', resultDesc: `parameter error: ${name}` } });

/** 401: credentials are missing, or the messaging token is good no more; 3 is "token error" (cec_07_2221). */
export const unauthorized = (): Refusal =>
  new Refusal({ status: 401, body: { resultCode: '3', resultDesc: 'unauthorized' } });

/** 403 with the documented body, whose errorCode is "0" in an error (VoIP guide, cec_05_1003). */
export const forbidden = (): Refusal =>
  new Refusal({
    status: 403,
    body: { errorCode: '0', exceptionInfo: 'auth fail! illegal or expired token info.' },
  });

export const notFound = (): Refusal =>
  new Refusal({ status: 404, body: { resultCode: '404', resultDesc: 'not found' } });

/** The types that other documents give the same fields (the tables of cec_07_0969 against its samples). */
const otherTypes: Readonly<Record<string, (value: unknown) => unknown>> = {
  resultCode: Number,
  eventId: String,
  accessCode: Number,
  causeId: String,
  webRTCSupported: String,
  clickToCallSupported: String,
  position: String,
  estimateWaitTime: String,
  timestamp: String,
  token: (value) => `"${String(value)}"`,
};

/** Writes an answer; with `typeQuirks` in the types that the documents name elsewhere. */
export function write({ body, status = 200, headers = {} }: Answer, typeQuirks: boolean): Response {
  const flip = (key: string, value: unknown): unknown => {
    const other = Object.hasOwn(otherTypes, key) ? otherTypes[key] : undefined;
    return other && value !== null ? other(value) : value;
  };
  const flipped: unknown = typeQuirks ? JSON.parse(JSON.stringify(body, flip)) : body;
  return json(flipped, { status, headers });
}
