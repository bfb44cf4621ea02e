<?php
/**
 * Plugin Name:       CC Widgets
 * Description:       A button by which visitors talk to a contact-center agent (Huawei Cloud AICC/CEC), as a block, a shortcode or on every page.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       cc-widgets
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

define( 'CC_WIDGETS_FILE', __FILE__ );

require_once __DIR__ . '/includes/options.php';
require_once __DIR__ . '/includes/tokens.php';
require_once __DIR__ . '/includes/credentials.php';
require_once __DIR__ . '/includes/element.php';
require_once __DIR__ . '/includes/block.php';
require_once __DIR__ . '/includes/settings.php';
