<?php

/**
 * The site's server for cc-widgets in one file: credentials and the proxy. PHP 8.1 with `allow_url_fopen`, nothing else.
 *
 *     require 'SiteServer.php';
 *
 *     (new CcWidgets\SiteServer(
 *         baseUrl: 'https://service.example', appKey: …, appSecret: …,  // the platform; the secret never leaves here
 *         origins: ['https://shop.example'],                            // of the site's pages
 *         channels: ['202102193196869708'],                             // that they may call
 *         session: whoIsThis(...),   // () => ['sessionId' => …, 'userId' => …, 'userName' => …] or null; reads your own session
 *         directory: '/var/lib/shop/cc-widgets',  // outside the web root, writable: tokens and rates are kept there
 *         prefix: '/cc',             // with it the proxy adds the tokens, and no page gets any
 *     ))->answer();
 *
 * It answers `POST /call-credentials` (`credentialsPath`) and, below `prefix`, what the elements ask of the platform with
 * `api="fabric"`: 7 operations, each with its one method. Every request passes Host, Origin, a rate by address, the session and
 * a rate by session; nothing that a page says about itself is believed. A poll is held for up to 60 s: each needs a worker.
 * PHP keeps a session locked while a script runs: call `session_write_close()` before `answer()`.
 * Source of the operations: Huawei Cloud CEC, API reference, tokenByAkSk (cec_07_0002), applyToken (cec_07_0103) and those of
 * click-to-call.
 */

declare(strict_types=1);

namespace CcWidgets;

/** A request that is refused; the text is for the integrator and quotes nothing of the request. */
final class Refused extends \RuntimeException
{
    /** @param array<string, string> $headers */
    public function __construct(public readonly int $status, string $text, public readonly array $headers = [])
    {
        parent::__construct($text);
    }
}

final class SiteServer
{
    private const MAX_CREDENTIALS_BODY = 4_096;
    private const MAX_PROXY_BODY = 16_384;
    /** Of requests: per second, at once. An address, which many people may have, gets ten times as many. */
    private const SELDOM = [0.5, 20];
    private const OFTEN = [10.0, 60];
    private const PER_ADDRESS = 10;
    private const API = '/apiaccess/ccmessaging/';
    private const OPERATIONS = [
        'send' => 'POST',
        'poll' => 'GET',
        'queryQueueInfo' => 'POST',
        'v1/checkClickToCallSupport' => 'GET',
        'v1/createClickToCall' => 'POST',
        'v1/getClickToCallEvents' => 'GET',
        'v1/dropClickToCall' => 'POST',
    ];

    private readonly Kept $kept;
    private readonly Platform $platform;

    /**
     * @param list<string> $origins  of the site's pages, as https://shop.example
     * @param list<string> $channels
     * @param \Closure(): ?array{sessionId: string, userId: string, userName: string, channelId?: string} $session
     * @param list<string> $hosts    further values of Host, where a proxy in front changes it
     * @param ?string $address       the visitor's; behind a proxy of yours, what its header says. Default: that of the connection
     * @throws \InvalidArgumentException for an origin that is none, an option that is empty, a directory that can't be written
     */
    public function __construct(
        string $baseUrl,
        private readonly string $appKey,
        string $appSecret,
        private readonly array $origins,
        private readonly array $channels,
        private readonly \Closure $session,
        string $directory,
        private readonly ?string $prefix = null,
        private readonly string $credentialsPath = '/call-credentials',
        ?string $tokenUrl = null,
        private readonly array $hosts = [],
        private readonly ?string $address = null,
    ) {
        if ($baseUrl === '' || $appKey === '' || $appSecret === '' || $origins === [] || $channels === []) {
            throw new \InvalidArgumentException('baseUrl, appKey, appSecret, origins and channels must not be empty.');
        }
        foreach ($origins as $origin) {
            if (preg_match('~^https?://[^/?#@]+$~D', $origin) !== 1) {
                throw new \InvalidArgumentException("“{$origin}” is no origin: write it as https://shop.example.");
            }
        }
        $this->kept = new Kept($directory);
        $this->platform = new Platform(rtrim($baseUrl, '/'), $tokenUrl, $appKey, $appSecret, $this->kept);
    }

    /** Answers the request that PHP runs for. */
    public function answer(): void
    {
        try {
            [$status, $headers, $body] = $this->answerTo((string) parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH));
        } catch (Refused $refused) {
            [$status, $headers] = [$refused->status, $refused->headers];
            $body = json_encode(['error' => $refused->getMessage()], JSON_UNESCAPED_UNICODE);
        }
        http_response_code($status);
        $all = ['Content-Type' => 'application/json; charset=utf-8', ...$headers];
        foreach ([...$all, 'Cache-Control' => 'no-store', 'X-Content-Type-Options' => 'nosniff'] as $name => $value) {
            header("{$name}: {$value}");
        }
        echo $body;
    }

    /** @return array{int, array<string, string>, string} */
    private function answerTo(string $path): array
    {
        if ($path === $this->credentialsPath) {
            return $this->credentials($this->admit('credentials', self::SELDOM));
        }
        $below = $this->prefix === null ? null : rtrim($this->prefix, '/') . self::API;
        $name = $below !== null && str_starts_with($path, $below) ? substr($path, strlen($below)) : '';
        if (!isset(self::OPERATIONS[$name])) {
            throw new Refused(404, 'There is nothing at this path.');
        }
        return $this->proxy($name, $this->admit('proxy', self::OFTEN));
    }

    /**
     * @param array{float, int} $rate
     * @return array<string, string>
     */
    private function admit(string $what, array $rate): array
    {
        $hosts = array_map(static fn (string $origin): string => (string) preg_replace('~^https?://~', '', $origin), $this->origins);
        if (!in_array($_SERVER['HTTP_HOST'] ?? '', [...$hosts, ...$this->hosts], true)) {
            throw new Refused(403, 'This Host is not listed.');
        }
        if (!$this->cameFromSite()) {
            throw new Refused(403, 'This Origin is not listed.');
        }
        $address = $this->address ?? $_SERVER['REMOTE_ADDR'] ?? '';
        $this->take("{$what} address {$address}", $rate, self::PER_ADDRESS);
        $visitor = ($this->session)();
        if ($visitor === null) {
            throw new Refused(401, 'There is no session.');
        }
        if ($visitor['userId'] === '' || strlen($visitor['userId']) > 24) {
            throw new Refused(500, 'The session gave no user id of 1 to 24 characters.');
        }
        $this->take("{$what} session {$visitor['sessionId']}", $rate, 1);
        return $visitor;
    }

    /** A same-origin GET has no Origin: Sec-Fetch-Site tells, and in older browsers the Referer. */
    private function cameFromSite(): bool
    {
        if (isset($_SERVER['HTTP_ORIGIN'])) {
            return in_array($_SERVER['HTTP_ORIGIN'], $this->origins, true);
        }
        if ($_SERVER['REQUEST_METHOD'] !== 'GET') {
            return false;
        }
        if (isset($_SERVER['HTTP_SEC_FETCH_SITE'])) {
            return $_SERVER['HTTP_SEC_FETCH_SITE'] === 'same-origin';
        }
        preg_match('~^https?://[^/?#]+~', $_SERVER['HTTP_REFERER'] ?? '', $found);
        return in_array($found[0] ?? '', $this->origins, true);
    }

    /** @param array{float, int} $rate */
    private function take(string $key, array $rate, int $times): void
    {
        [$perSecond, $burst] = [$rate[0] * $times, $rate[1] * $times];
        $left = $this->kept->change("rate {$key}", static function (?array $before) use ($perSecond, $burst): array {
            $now = microtime(true);
            [$left, $at] = $before ?? [$burst, $now];
            return [min($burst, $left + ($now - $at) * $perSecond) - 1, $now];
        }, static fn (array $after): bool => $after[0] >= 0)[0];
        if ($left < 0) {
            throw new Refused(429, 'Too many requests.', ['Retry-After' => (string) max(1, (int) ceil(1 / $rate[0]))]);
        }
    }

    /**
     * @param array<string, string> $visitor
     * @return array<string, string>
     */
    private function identity(array $visitor, mixed $asked = null, mixed $locale = 'en'): array
    {
        $channel = $visitor['channelId'] ?? (is_string($asked) ? $asked : $this->channels[0]);
        if (!in_array($channel, $this->channels, true)) {
            throw new Refused(403, 'This channel is not listed.');
        }
        $isLocale = is_string($locale) && preg_match('/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/D', $locale) === 1;
        $name = ($visitor['userName'] ?? '') === '' ? 'Visitor' : $visitor['userName'];
        return ['userId' => $visitor['userId'], 'userName' => $name, 'channelId' => $channel, 'locale' => $isLocale ? $locale : 'en'];
    }

    /**
     * @param array<string, string> $visitor
     * @return array{int, array<string, string>, string}
     */
    private function credentials(array $visitor): array
    {
        self::demand('POST');
        $asked = self::readObject(self::MAX_CREDENTIALS_BODY);
        $identity = $this->identity($visitor, $asked['channelId'] ?? null, $asked['locale'] ?? 'en');
        $who = ['userId' => $identity['userId'], 'userName' => $identity['userName']];
        if ($this->prefix !== null) {
            return [200, [], self::json($who)];
        }
        // One that no page had before: the last one may have been refused.
        $messaging = $this->platform->applyToken($identity);
        $access = $this->platform->access();
        $expiresIn = max(1, (int) (min($access['expires'], $messaging['expires']) - microtime(true)));
        $tokens = ['appKey' => $this->appKey, 'accessToken' => $access['value'], 'messagingToken' => $messaging['value']];
        return [200, [], self::json([...$tokens, 'expiresIn' => $expiresIn, ...$who])];
    }

    /**
     * @param array<string, string> $visitor
     * @return array{int, array<string, string>, string}
     */
    private function proxy(string $name, array $visitor): array
    {
        $method = self::OPERATIONS[$name];
        self::demand($method);
        ['userId' => $user, 'userName' => $userName, 'channelId' => $channel] = $identity = $this->identity($visitor);
        // Who it is for, by the session: put over whatever the page wrote.
        $forced = match ($name) {
            'send' => ['sourceType' => 'CUSTOMER', 'from' => $user, 'to' => $channel, 'senderNickname' => $userName],
            'queryQueueInfo' => ['userId' => $user, 'channelConfigId' => $channel],
            'poll' => ['receiverId' => $user],
            default => [],
        };
        $forced['channel'] = 'WEB';
        if ($method === 'POST') {
            $body = self::json([...self::readObject(self::MAX_PROXY_BODY), ...$forced]);
            return $this->platform->ask($method, self::API . $name, $body, $identity);
        }
        $query = http_build_query([...array_filter($_GET, is_string(...)), ...$forced]);
        return $this->platform->ask($method, self::API . $name . "?{$query}", null, $identity);
    }

    private static function demand(string $method): void
    {
        if ($_SERVER['REQUEST_METHOD'] !== $method) {
            throw new Refused(405, "{$method} it.", ['Allow' => $method]);
        }
    }

    /** @return array<string, mixed> */
    private static function readObject(int $limit): array
    {
        $text = (string) file_get_contents('php://input', false, null, 0, $limit + 1);
        if (strlen($text) > $limit) {
            throw new Refused(413, 'The body is too large.');
        }
        $value = $text === '' ? new \stdClass() : json_decode($text);
        if (!$value instanceof \stdClass) {
            throw new Refused(400, 'The body is no JSON object.');
        }
        return (array) $value;
    }

    private static function json(array $value): string
    {
        return json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }
}

/** The platform and its tokens: kept, renewed at 80 % of their life, asked for once however many wait for them. */
final class Platform
{
    /** Seconds. The page waits 10 for its credentials; a poll for events may be held for 60. */
    private const TOKEN_TIMEOUT = 8;
    private const PROXY_TIMEOUT = 75;
    private const LIFE = 3_600;
    private const API = '/apiaccess/ccmessaging/';

    public function __construct(
        private readonly string $baseUrl,
        private readonly ?string $tokenUrl,
        private readonly string $appKey,
        private readonly string $secret,
        private readonly Kept $kept,
    ) {
    }

    /** @return array{value: string, renewAt: float, expires: float} */
    public function access(?string $refused = null): array
    {
        return $this->keep('access', $refused, function (): array {
            $body = json_encode(['app_key' => $this->appKey, 'app_secret' => $this->secret], JSON_THROW_ON_ERROR);
            $url = $this->tokenUrl ?? "{$this->baseUrl}/apigovernance/api/oauth/tokenByAkSk";
            [$status, , $text] = $this->send('POST', $url, ['x-token-expire: ' . self::LIFE], $body, self::TOKEN_TIMEOUT);
            $answer = json_decode($text, true);
            $value = is_array($answer) ? ($answer['AccessToken'] ?? null) : null;
            if ($status !== 200 || !is_string($value) || $value === '') {
                throw new Refused(502, "tokenByAkSk gave no token (HTTP {$status}).");
            }
            $life = is_numeric($answer['Expires'] ?? null) ? (float) $answer['Expires'] : 0;
            return self::token($value, $life > 0 ? $life : 600);
        });
    }

    /**
     * @param array<string, string> $identity
     * @return array{value: string, renewAt: float, expires: float}
     */
    public function applyToken(array $identity): array
    {
        $body = json_encode($identity, JSON_THROW_ON_ERROR);
        $apply = fn (array $access): array => $this->send(
            'POST',
            $this->baseUrl . self::API . 'applyToken',
            ["x-app-key: {$this->appKey}", "authorization: Bearer {$access['value']}"],
            $body,
            self::TOKEN_TIMEOUT,
        );
        $access = $this->access();
        [$status, , $text] = $apply($access);
        if ($status === 401 || $status === 403) {
            [$status, , $text] = $apply($this->access($access['value']));
        }
        $answer = json_decode($text, true);
        // One documented sample has the token in a second pair of quotes, another one no resultCode.
        $value = is_array($answer) && is_string($answer['token'] ?? null) ? trim($answer['token'], '"') : '';
        if ($status !== 200 || (string) ($answer['resultCode'] ?? '0') !== '0' || $value === '') {
            throw new Refused(502, "applyToken gave no token (HTTP {$status}).");
        }
        return self::token($value, self::LIFE);
    }

    /**
     * @param array<string, string> $identity
     * @return array{int, array<string, string>, string}
     */
    public function ask(string $method, string $path, ?string $body, array $identity): array
    {
        $key = "messaging {$identity['channelId']} {$identity['userId']}";
        $operation = fn (array $messaging): array => $this->send($method, $this->baseUrl . $path, [
            "x-app-key: {$this->appKey}",
            "authorization: Bearer {$this->access()['value']}",
            "ccmessaging-token: {$messaging['value']}",
        ], $body, self::PROXY_TIMEOUT);
        $messaging = $this->keep($key, null, fn (): array => $this->applyToken($identity));
        [$status, $headers, $text] = $operation($messaging);
        if ($status === 401 || $status === 403) {
            // applyToken itself finds out whether the access token is still good.
            $messaging = $this->keep($key, $messaging['value'], fn (): array => $this->applyToken($identity));
            [$status, $headers, $text] = $operation($messaging);
        }
        if ($status >= 300 && $status < 400) {
            throw new Refused(502, 'The platform answered with a redirect.');
        }
        if (isset($headers['ccmessaging-token'])) {
            $this->kept->change($key, static fn (): array => self::token($headers['ccmessaging-token'], self::LIFE));
        }
        $given = array_filter(['Content-Type' => $headers['content-type'] ?? '', 'Retry-After' => $headers['retry-after'] ?? '']);
        return [$status, $given, $text];
    }

    /** @return array{value: string, renewAt: float, expires: float} */
    private function keep(string $key, ?string $refused, \Closure $ask): array
    {
        return $this->kept->change($key, static function (?array $token) use ($refused, $ask): array {
            $isGood = $token !== null && $token['renewAt'] > microtime(true) && $token['value'] !== $refused;
            return $isGood ? $token : $ask();
        });
    }

    /** @return array{value: string, renewAt: float, expires: float} */
    private static function token(string $value, float $seconds): array
    {
        $now = microtime(true);
        return ['value' => $value, 'renewAt' => $now + $seconds * 0.8, 'expires' => $now + $seconds];
    }

    /**
     * Nothing of an answer is quoted in an error: it may have a secret in it.
     *
     * @param list<string> $headers
     * @return array{int, array<string, string>, string}
     */
    private function send(string $method, string $url, array $headers, ?string $body, int $timeout): array
    {
        $lines = ['content-type: application/json; charset=UTF-8', 'accept: application/json', ...$headers];
        $http = ['method' => $method, 'header' => $lines, 'timeout' => $timeout, 'follow_location' => 0, 'ignore_errors' => true];
        $context = stream_context_create(['http' => $body === null ? $http : [...$http, 'content' => $body]]);
        $stream = @fopen($url, 'r', false, $context);
        if ($stream === false) {
            throw new Refused(502, 'The platform could not be reached.');
        }
        try {
            $text = stream_get_contents($stream);
            $meta = stream_get_meta_data($stream);
        } finally {
            fclose($stream);
        }
        if ($meta['timed_out'] || $text === false) {
            throw new Refused(504, 'The platform did not answer in time.');
        }
        $told = [];
        foreach ($meta['wrapper_data'] as $line) {
            if (preg_match('~^HTTP/\S+ (\d{3})~', $line, $found) === 1) {
                [$status, $told] = [(int) $found[1], []];
            } elseif (str_contains($line, ':')) {
                [$name, $value] = explode(':', $line, 2);
                $told[strtolower(trim($name))] = trim($value);
            }
        }
        return [$status ?? 502, $told, $text];
    }
}

/** What outlives a request: a file for each key, changed by one at a time. Old ones are deleted now and then. */
final class Kept
{
    private const OLD = 2 * 3_600;

    public function __construct(private readonly string $directory)
    {
        if (!is_dir($directory) && !@mkdir($directory, 0700, true) || !is_writable($directory)) {
            throw new \InvalidArgumentException('The directory can’t be written.');
        }
        if (random_int(1, 1_000) === 1) {
            foreach (glob("{$directory}/*.json") ?: [] as $file) {
                if (filemtime($file) < time() - self::OLD) {
                    @unlink($file);
                }
            }
        }
    }

    /**
     * @param \Closure(?array): array $change
     * @param ?\Closure(array): bool $keeps  whether what comes of it is kept; else all stays as it was
     */
    public function change(string $key, \Closure $change, ?\Closure $keeps = null): array
    {
        $file = fopen("{$this->directory}/" . hash('sha256', $key) . '.json', 'c+');
        if ($file === false) {
            throw new Refused(500, 'The directory can’t be written.');
        }
        try {
            chmod(stream_get_meta_data($file)['uri'], 0600);
            flock($file, LOCK_EX);
            $before = json_decode((string) stream_get_contents($file), true);
            $after = $change(is_array($before) ? $before : null);
            if ($keeps === null || $keeps($after)) {
                ftruncate($file, 0);
                rewind($file);
                fwrite($file, json_encode($after, JSON_THROW_ON_ERROR));
            }
            return $after;
        } finally {
            fclose($file);
        }
    }
}
