import { badRequest, forbidden, unauthorized, type Answer } from './answers.js';
import { bodyOf, needJsonType, needText } from './read-request.js';
import type { Reception, Route } from './route.js';
import type { Identity, TokenOffice } from './token-office.js';

const MAX_LIFE = 3_600;
const DEFAULT_LIFE = 600;

/** tokenByAkSk (cec_07_0002) and applyToken (cec_07_0103), both for the site's own server. */
export function tokenRoutes(reception: Reception): readonly Route[] {
  return [
    {
      family: 'fabric',
      method: 'POST',
      operation: 'tokenByAkSk',
      // The URL and the prose spell it differently.
      path: /^\/apigovernance\/api\/oauth\/tokenByAkSk$/i,
      admit: (request) => ({ desk: null, headers: {}, work: () => accessToken(reception, request) }),
    },
    {
      family: 'fabric',
      method: 'POST',
      operation: 'applyToken',
      path: /^\/apiaccess\/ccmessaging\/applyToken$/,
      admit(request) {
        checkAccess(reception.tokens, request);
        return { desk: null, headers: {}, work: () => messagingToken(reception, request) };
      },
    },
  ];
}

/** @throws Refusal 401 where a header is missing, 403 where what it says is wrong */
export function checkAccess(tokens: TokenOffice, { headers }: Request): void {
  const verdict = tokens.checkAccess(headers.get('authorization'), headers.get('x-app-key'));
  if (verdict === 'missing') throw unauthorized();
  if (verdict === 'expired') throw forbidden();
}

/** Every value is a text. */
async function accessToken(reception: Reception, request: Request): Promise<Answer> {
  needJsonType(request);
  const life = request.headers.get('x-token-expire') ?? String(DEFAULT_LIFE);
  if (!/^[1-9]\d{0,3}$/.test(life) || Number(life) > MAX_LIFE) throw badRequest('X-Token-Expire');
  const body = await bodyOf(request);
  const key = needText(body, 'app_key');
  const token = reception.tokens.issueAccess(key, needText(body, 'app_secret'), Number(life));
  if (token === null) throw unauthorized();
  return {
    body: {
      AccessToken: token,
      ApplyType: 'Bearer',
      CreateTime: String(Math.floor(reception.now() / 1000)),
      Expires: life,
      Scope: '',
      AppKey: key,
      UserID: 'Anonymous',
    },
  };
}

/** What is wrong with a field is not told: "resultDesc: currently not returned". */
async function messagingToken(reception: Reception, request: Request): Promise<Answer> {
  needJsonType(request);
  const { userId, userName, channelId, locale } = await bodyOf(request);
  const texts = [userId, userName, channelId, locale].every((value) => typeof value === 'string' && value !== '');
  const identity = { userId, userName, channelId } as Identity;
  if (!texts || identity.userId.length > 32 || !reception.hasChannel(identity.channelId))
    return { body: { resultCode: '1' } };
  return { body: { resultCode: '0', token: reception.tokens.issueMessaging(identity) } };
}
