import { badRequest, forbidden, unauthorized, type Answer } from './answers.js';
import { jsonBody, requireJsonType, requireText } from './read-request.js';
import type { RouteContext, Route } from './route.js';
import type { Identity, TokenService } from './token-service.js';

/** Lifetime of an access token, s. */
const MAX_LIFETIME = 3_600;
const DEFAULT_LIFETIME = 600;

/** tokenByAkSk (cec_07_0002) and applyToken (cec_07_0103), for the site's own server. */
export function tokenRoutes(context: RouteContext): readonly Route[] {
  return [
    {
      family: 'fabric',
      method: 'POST',
      operation: 'tokenByAkSk',
      // Documented in two spellings.
      path: /^\/apigovernance\/api\/oauth\/tokenByAkSk$/i,
      admit: (request) => ({ desk: null, headers: {}, work: () => accessToken(context, request) }),
    },
    {
      family: 'fabric',
      method: 'POST',
      operation: 'applyToken',
      path: /^\/apiaccess\/ccmessaging\/applyToken$/,
      admit(request) {
        checkAccess(context.tokens, request);
        return { desk: null, headers: {}, work: () => messagingToken(context, request) };
      },
    },
  ];
}

/** @throws Refusal 401 where a header is missing, 403 where the token is invalid or expired */
export function checkAccess(tokens: TokenService, { headers }: Request): void {
  const verdict = tokens.checkAccess(headers.get('authorization'), headers.get('x-app-key'));
  if (verdict === 'missing') throw unauthorized();
  if (verdict === 'expired') throw forbidden();
}

/** Every field of the answer is a string. */
async function accessToken(context: RouteContext, request: Request): Promise<Answer> {
  requireJsonType(request);
  const lifetime = request.headers.get('x-token-expire') ?? String(DEFAULT_LIFETIME);
  if (!/^[1-9]\d{0,3}$/.test(lifetime) || Number(lifetime) > MAX_LIFETIME) throw badRequest('X-Token-Expire');
  const body = await jsonBody(request);
  const key = requireText(body, 'app_key');
  const token = context.tokens.issueAccess(key, requireText(body, 'app_secret'), Number(lifetime));
  if (token === null) throw unauthorized();
  return {
    body: {
      AccessToken: token,
      ApplyType: 'Bearer',
      CreateTime: String(Math.floor(context.now() / 1000)),
      Expires: lifetime,
      Scope: '',
      AppKey: key,
      UserID: 'Anonymous',
    },
  };
}

/** No reason is given for a failure: "resultDesc: currently not returned". */
async function messagingToken(context: RouteContext, request: Request): Promise<Answer> {
  requireJsonType(request);
  const { userId, userName, channelId, locale } = await jsonBody(request);
  const texts = [userId, userName, channelId, locale].every((value) => typeof value === 'string' && value !== '');
  const identity = { userId, userName, channelId } as Identity;
  if (!texts || identity.userId.length > 32 || !context.hasChannel(identity.channelId))
    return { body: { resultCode: '1' } };
  return { body: { resultCode: '0', token: context.tokens.issueMessaging(identity) } };
}
