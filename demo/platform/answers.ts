/** Responses as the platform writes them. */
export const json = (
  body: unknown,
  init: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json; charset=UTF-8', ...init.headers },
  });

export const ok = (fields: Readonly<Record<string, unknown>> = {}): Response =>
  json({ resultCode: '0', resultDesc: '', ...fields });

export const refuse = (resultCode: string, resultDesc: string): Response => json({ resultCode, resultDesc });

/** 401: credentials missing or never valid. */
export const unauthorized = (): Response => json({ resultCode: '1', resultDesc: 'unauthorized' }, { status: 401 });

/** 403 with the documented body, whose errorCode is "0" in an error (VoIP guide, cec_05_1003). */
export const forbidden = (): Response =>
  json({ errorCode: '0', exceptionInfo: 'auth fail! illegal or expired token info.' }, { status: 403 });
