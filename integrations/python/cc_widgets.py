"""The site's server for cc-widgets in one file: credentials and the proxy, as a WSGI application. Python 3.9, nothing else.

    from cc_widgets import SiteServer

    application = SiteServer(
        base_url='https://service.example', app_key=..., app_secret=...,   # the platform; the secret never leaves here
        origins=['https://shop.example'],                                  # of the site's pages
        channels=['202102193196869708'],                                   # that they may call
        session=who_is_this,    # (environ) -> {'session_id', 'user_id', 'user_name'} or None; reads your own cookie
        prefix='/cc',           # with it the proxy adds the tokens, and no page gets any
    )

It answers `POST /call-credentials` (`credentials_path`) and, below `prefix`, what the elements ask of the platform with
`api="fabric"`: 7 operations, each with its one method. Every request passes Host, Origin, a rate by address, the session and
a rate by session; nothing that a page says about itself is believed. Run it with threads: a poll is held for up to 60 s.
Source of the operations: Huawei Cloud CEC, API reference, tokenByAkSk (cec_07_0002), applyToken (cec_07_0103) and those of
click-to-call.
"""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import OrderedDict
from http import HTTPStatus

MAX_CREDENTIALS_BODY = 4_096
MAX_PROXY_BODY = 16_384
MAX_ANSWER = 1_048_576
# Seconds. The page waits 10 for its credentials; a poll for events may be held for 60.
TOKEN_TIMEOUT = 8
PROXY_TIMEOUT = 75
ACCESS_LIFE = 3_600
MESSAGING_LIFE = 3_600
MAX_KEPT = 20_000
# An address, which many people may have, gets so many times the rate of a session.
PER_ADDRESS = 10

API = '/apiaccess/ccmessaging/'
OPERATIONS = {
    'send': 'POST',
    'poll': 'GET',
    'queryQueueInfo': 'POST',
    'v1/checkClickToCallSupport': 'GET',
    'v1/createClickToCall': 'POST',
    'v1/getClickToCallEvents': 'GET',
    'v1/dropClickToCall': 'POST',
}


class Refused(Exception):
    """A request that is refused; the text is for the integrator and quotes nothing of the request."""

    def __init__(self, status, text, headers=()):
        super().__init__(text)
        self.status = status
        self.headers = list(headers)


class SiteServer:
    """A WSGI application. Raises ValueError for origins that are none, and where a required option is empty."""

    def __init__(self, *, base_url, app_key, app_secret, origins, channels, session, prefix=None,
                 credentials_path='/call-credentials', token_url=None, hosts=(), address=None):
        """`hosts`: further values of Host, where a proxy in front changes it. `address`: (environ) -> the visitor's address;
        behind a proxy of yours, read the header that it sets. Default: that of the connection."""
        if not (base_url and app_key and app_secret and origins and channels):
            raise ValueError('base_url, app_key, app_secret, origins and channels must not be empty.')
        for origin in origins:
            parts = urllib.parse.urlsplit(origin)
            if parts.scheme not in ('http', 'https') or f'{parts.scheme}://{parts.netloc}' != origin:
                raise ValueError(f'“{origin}” is no origin: write it as https://shop.example.')
        self._origins = frozenset(origins)
        self._hosts = frozenset([urllib.parse.urlsplit(origin).netloc for origin in origins] + list(hosts))
        self._channels = list(channels)
        self._session = session
        self._prefix = prefix.rstrip('/') if prefix is not None else None
        self._credentials_path = credentials_path
        self._address = address or (lambda environ: environ.get('REMOTE_ADDR'))
        self._platform = _Platform(base_url.rstrip('/'), token_url, app_key, app_secret)
        self._seldom = _Rates(0.5, 20)
        self._often = _Rates(10, 60)

    def __call__(self, environ, start_response):
        try:
            status, headers, body = self._answer(environ)
        except Refused as refused:
            status, headers = refused.status, refused.headers
            body = json.dumps({'error': str(refused)}).encode()
        given = {'Content-Type': 'application/json; charset=utf-8', **dict(headers)}
        given.update({'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Length': str(len(body))})
        phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else 'Status'
        start_response(f'{status} {phrase}', list(given.items()))
        return [body]

    def _answer(self, environ):
        path = environ.get('SCRIPT_NAME', '') + environ.get('PATH_INFO', '')
        if path == self._credentials_path:
            return self._guarded(environ, self._seldom, self._credentials)
        below = f'{self._prefix}{API}' if self._prefix is not None else None
        if below is not None and path.startswith(below) and path[len(below):] in OPERATIONS:
            name = path[len(below):]
            return self._guarded(environ, self._often, lambda *given: self._proxy(name, *given))
        raise Refused(404, 'There is nothing at this path.')

    def _guarded(self, environ, rates, answer):
        if environ.get('HTTP_HOST') not in self._hosts:
            raise Refused(403, 'This Host is not listed.')
        if not self._came_from_site(environ):
            raise Refused(403, 'This Origin is not listed.')
        address = self._address(environ)
        if address is not None:
            rates.take(('address', address), PER_ADDRESS)
        visitor = self._session(environ)
        if not visitor:
            raise Refused(401, 'There is no session.')
        if not 0 < len(visitor['user_id']) <= 24:
            raise Refused(500, 'The session gave no user id of 1 to 24 characters.')
        rates.take(('session', visitor['session_id']), 1)
        return answer(environ, visitor)

    def _came_from_site(self, environ):
        """A same-origin GET has no Origin: Sec-Fetch-Site tells, and in older browsers the Referer."""
        origin = environ.get('HTTP_ORIGIN')
        if origin is not None:
            return origin in self._origins
        if environ['REQUEST_METHOD'] != 'GET':
            return False
        site = environ.get('HTTP_SEC_FETCH_SITE')
        if site is not None:
            return site == 'same-origin'
        referer = urllib.parse.urlsplit(environ.get('HTTP_REFERER', ''))
        return f'{referer.scheme}://{referer.netloc}' in self._origins

    def _identity(self, visitor, asked=None, locale='en'):
        channel = visitor.get('channel_id') or asked or self._channels[0]
        if channel not in self._channels:
            raise Refused(403, 'This channel is not listed.')
        name = visitor.get('user_name') or 'Visitor'
        return {'userId': visitor['user_id'], 'userName': name, 'channelId': channel, 'locale': locale}

    def _credentials(self, environ, visitor):
        _demand(environ, 'POST')
        asked = _read_object(environ, MAX_CREDENTIALS_BODY)
        channel = asked.get('channelId')
        locale = asked.get('locale')
        identity = self._identity(visitor, channel if isinstance(channel, str) else None,
                                  locale if _is_locale(locale) else 'en')
        who = {'userId': identity['userId'], 'userName': identity['userName']}
        if self._prefix is not None:
            return 200, (), json.dumps(who).encode()
        # One that no page had before: the last one may have been refused.
        messaging = self._platform.apply_token(identity)
        access = self._platform.access()
        expires = min(access.expires, messaging.expires)
        tokens = {'appKey': self._platform.app_key, 'accessToken': access.value, 'messagingToken': messaging.value,
                  'expiresIn': max(1, int(expires - time.time()))}
        return 200, (), json.dumps({**tokens, **who}).encode()

    def _proxy(self, name, environ, visitor):
        method = OPERATIONS[name]
        _demand(environ, method)
        identity = self._identity(visitor)
        path, body = API + name, None
        if method == 'POST':
            body = {**_read_object(environ, MAX_PROXY_BODY), **_body_of(name, identity)}
        else:
            query = dict(urllib.parse.parse_qsl(environ.get('QUERY_STRING', ''), keep_blank_values=True))
            path += '?' + urllib.parse.urlencode({**query, **_query_of(name, identity)})
        return self._platform.ask(method, path, body, identity)


def _body_of(name, identity):
    """Who it is for, by the session: put over whatever the page wrote."""
    user, channel = identity['userId'], identity['channelId']
    if name == 'send':
        return {'channel': 'WEB', 'sourceType': 'CUSTOMER', 'from': user, 'to': channel,
                'senderNickname': identity['userName']}
    if name == 'queryQueueInfo':
        return {'userId': user, 'channelConfigId': channel, 'channel': 'WEB'}
    return {'channel': 'WEB'}


def _query_of(name, identity):
    return {'channel': 'WEB', **({'receiverId': identity['userId']} if name == 'poll' else {})}


def _demand(environ, method):
    if environ['REQUEST_METHOD'] != method:
        raise Refused(405, f'{method} it.', [('Allow', method)])


def _is_locale(locale):
    parts = locale.replace('_', '-').split('-') if isinstance(locale, str) else ['']
    return 2 <= len(parts[0]) <= 3 and all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts)


def _read_object(environ, limit):
    try:
        length = int(environ.get('CONTENT_LENGTH') or 0)
    except ValueError:
        raise Refused(400, 'Content-Length is no number.') from None
    if length > limit or environ.get('HTTP_TRANSFER_ENCODING'):
        raise Refused(413, 'The body is too large, or its length is not told.')
    try:
        value = json.loads(environ['wsgi.input'].read(length) or b'{}')
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refused(400, 'The body is no JSON object.')
    return value


class _Rates:
    """A bucket for each key; the one that was used longest ago is forgotten first."""

    def __init__(self, per_second, burst):
        self._per_second, self._burst = per_second, burst
        self._buckets = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key, times):
        now = time.monotonic()
        with self._lock:
            left, at = self._buckets.pop(key, (self._burst * times, now))
            left = min(self._burst * times, left + (now - at) * self._per_second * times)
            self._buckets[key] = (left - 1 if left >= 1 else left, now)
            if len(self._buckets) > MAX_KEPT:
                self._buckets.popitem(last=False)
        if left < 1:
            raise Refused(429, 'Too many requests.', [('Retry-After', str(int(1 / self._per_second) or 1))])


class _Token:
    def __init__(self, value, seconds):
        now = time.time()
        self.value, self.renew_at, self.expires = value, now + seconds * 0.8, now + seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class _Platform:
    """The platform and its tokens: kept, renewed at 80 % of their life, asked for once however many wait for them."""

    def __init__(self, base_url, token_url, app_key, app_secret):
        self.app_key = app_key
        self._secret = app_secret
        self._base_url = base_url
        self._token_url = token_url or f'{base_url}/apigovernance/api/oauth/tokenByAkSk'
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._kept = OrderedDict()
        self._locks = OrderedDict()
        self._lock = threading.Lock()

    def access(self, refused=None):
        return self._keep('access', refused, self._ask_access)

    def apply_token(self, identity):
        access = self.access()
        status, answer = self._apply(identity, access)
        if status in (401, 403):
            status, answer = self._apply(identity, self.access(access.value))
        # One documented sample has the token in a second pair of quotes, another one no resultCode.
        value = answer.get('token')
        if status != 200 or str(answer.get('resultCode', '0')) != '0' or not isinstance(value, str) or value == '':
            raise Refused(502, f'applyToken gave no token (HTTP {status}).')
        return _Token(value.strip('"'), MESSAGING_LIFE)

    def ask(self, method, path, body, identity):
        key = json.dumps([identity['channelId'], identity['userId']])
        messaging = self._keep(key, None, lambda: self.apply_token(identity))
        status, headers, answer = self._operation(method, path, body, messaging)
        if status in (401, 403):
            # applyToken itself finds out whether the access token is still good.
            messaging = self._keep(key, messaging.value, lambda: self.apply_token(identity))
            status, headers, answer = self._operation(method, path, body, messaging)
        if 300 <= status < 400:
            raise Refused(502, 'The platform answered with a redirect.')
        renewed = headers.get('ccmessaging-token')
        if renewed:
            self._set(key, _Token(renewed, MESSAGING_LIFE))
        given = [(name, headers[name]) for name in ('Content-Type', 'Retry-After') if headers.get(name)]
        return status, given, answer

    def _operation(self, method, path, body, messaging):
        headers = {'x-app-key': self.app_key, 'authorization': f'Bearer {self.access().value}',
                   'ccmessaging-token': messaging.value}
        return self._send(method, self._base_url + path, headers, body, PROXY_TIMEOUT)

    def _ask_access(self):
        body = {'app_key': self.app_key, 'app_secret': self._secret}
        status, _, text = self._send('POST', self._token_url, {'x-token-expire': str(ACCESS_LIFE)}, body, TOKEN_TIMEOUT)
        answer = _object(text)
        value, life = answer.get('AccessToken'), answer.get('Expires')
        if status != 200 or not isinstance(value, str) or value == '':
            raise Refused(502, f'tokenByAkSk gave no token (HTTP {status}).')
        try:
            seconds = float(life)
        except (TypeError, ValueError):
            seconds = 0
        return _Token(value, seconds if seconds > 0 else 600)

    def _apply(self, identity, access):
        headers = {'x-app-key': self.app_key, 'authorization': f'Bearer {access.value}'}
        url = f'{self._base_url}{API}applyToken'
        status, _, text = self._send('POST', url, headers, identity, TOKEN_TIMEOUT)
        return status, _object(text)

    def _send(self, method, url, headers, body, timeout):
        """Nothing of an answer is quoted in an error: it may have a secret in it."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, method=method, headers={
            'content-type': 'application/json; charset=UTF-8', 'accept': 'application/json', **headers})
        try:
            with self._opener.open(request, timeout=timeout) as response:
                return response.status, response.headers, response.read(MAX_ANSWER)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read(MAX_ANSWER)
        except TimeoutError:
            raise Refused(504, 'The platform did not answer in time.') from None
        except OSError as error:
            late = isinstance(getattr(error, 'reason', None), TimeoutError)
            raise Refused(504 if late else 502, 'The platform could not be reached.') from None

    def _keep(self, key, refused, ask):
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
            self._locks.move_to_end(key)
        with lock:
            token = self._kept.get(key)
            if token and token.renew_at > time.time() and token.value != refused:
                return token
            token = ask()
            self._set(key, token)
            return token

    def _set(self, key, token):
        with self._lock:
            self._kept[key] = token
            self._kept.move_to_end(key)
            while len(self._kept) > MAX_KEPT:
                self._locks.pop(self._kept.popitem(last=False)[0], None)


def _object(text):
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    return value if isinstance(value, dict) else {}
