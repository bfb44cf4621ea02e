import { text } from '../core/platform/guards.js';
import { json, readBody, readJson, Refused } from './answer.js';
import type { Visitor } from './gate.js';
import type { Identity, PlatformTokens } from './platform-tokens.js';

const MAX_BODY = 4_096;

/** The visitor by the session; of what the page says only channel and language count. @throws Refused 403 */
export function identityOf(
  visitor: Visitor,
  channels: readonly string[],
  asked: string | null,
  locale = 'en',
): Identity {
  const channelId = visitor.channelId ?? asked ?? channels[0];
  if (channelId === undefined || !channels.includes(channelId)) throw new Refused(403, 'This channel is not listed.');
  return { userId: visitor.userId, userName: visitor.userName || 'Visitor', channelId, locale };
}

/**
 * Answers `credentials-url`: `{appKey, accessToken, messagingToken, expiresIn, userId, userName}`, or, where the proxy adds
 * the tokens, `{userId, userName}` alone. With `?api=webadapter` the platform's cookie is set, for a platform on this host.
 */
export function credentials(tokens: PlatformTokens, channels: readonly string[], proxied: boolean, now: () => number) {
  return async (request: Request, visitor: Visitor): Promise<Response> => {
    if (request.method !== 'POST') throw new Refused(405, 'POST it.', { allow: 'POST' });
    const asked = readJson(await readBody(request, MAX_BODY));
    const locale = text(asked['locale']) ?? '';
    const identity = identityOf(
      visitor,
      channels,
      text(asked['channelId']),
      /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/.test(locale) ? locale : 'en',
    );
    const { userId, userName } = identity;
    if (proxied) return json({ userId, userName });
    const messaging = await tokens.freshMessaging(identity);
    const { searchParams, protocol } = new URL(request.url);
    if (searchParams.get('api') === 'webadapter') {
      const cookie = `ccmessaging-token=${messaging.value}; Path=/; HttpOnly; SameSite=Lax`;
      return json({ userId, userName }, 200, { 'set-cookie': protocol === 'https:' ? `${cookie}; Secure` : cookie });
    }
    const access = await tokens.access();
    const expires = Math.min(access.expires, messaging.expires);
    return json({
      appKey: tokens.appKey,
      accessToken: access.value,
      messagingToken: messaging.value,
      expiresIn: Math.max(1, Math.floor((expires - now()) / 1_000)),
      userId,
      userName,
    });
  };
}
