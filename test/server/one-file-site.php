<?php

/** A site for the test beside it. */

declare(strict_types=1);

require getenv('CC_WIDGETS') . '/SiteServer.php';

$session = static function (): ?array {
    $shop = $_COOKIE['shop'] ?? null;
    return $shop === null ? null : ['sessionId' => $shop, 'userId' => "user-{$shop}", 'userName' => 'Ada'];
};

(new CcWidgets\SiteServer(
    baseUrl: getenv('PLATFORM'),
    appKey: 'key',
    appSecret: 'app-secret',
    origins: ['https://shop.example'],
    channels: ['agent-free'],
    session: $session,
    directory: getenv('DIRECTORY'),
    prefix: getenv('PREFIX') ?: null,
))->answer();
