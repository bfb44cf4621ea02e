export type JsonObject = Readonly<Record<string, unknown>>;

/** What an operation answers, before it becomes a response. */
export interface Answer {
  readonly body: JsonObject;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undoes what the answer hands over, where the request was aborted before the response was delivered. */
  readonly undo?: () => void;
}

/** Thrown for an operation that is refused; carries the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('The request is refused.');
    this.answer = answer;
  }
}

/** A JSON response, never cached. */
export const json = (
  body: unknown,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json; charset=UTF-8', 'cache-control': 'no-store', ...init.headers },
  });

export const success = (fields: JsonObject = {}): Answer => ({ body: { resultCode: '0', resultDesc: '', ...fields } });

/** HTTP 200 with a result code other than 0. */
export const failure = (resultCode: string, resultDesc: string): Refusal =>
  new Refusal({ body: { resultCode, resultDesc } });

/** 400; `name` is the header, parameter or field that is missing or invalid. */
export const badRequest = (name: string): Refusal =>
  new Refusal({ status: 400, body: { resultCode: '1', resultDesc: `parameter error: ${name}` } });

/** 401: credentials are missing, or the messaging token is not valid; 3 is "token error" (cec_07_2221). */
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

/** The types that other documents give these fields (e.g. the tables of cec_07_0969, against its samples). */
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

/** The HTTP response; with `typeQuirks` in the types that other documents give the same fields. */
export function toResponse({ body, status = 200, headers = {} }: Answer, typeQuirks: boolean): Response {
  const convert = (key: string, value: unknown): unknown => {
    const other = Object.hasOwn(otherTypes, key) ? otherTypes[key] : undefined;
    return other && value !== null ? other(value) : value;
  };
  const converted: unknown = typeQuirks ? JSON.parse(JSON.stringify(body, convert)) : body;
  return json(converted, { status, headers });
}
