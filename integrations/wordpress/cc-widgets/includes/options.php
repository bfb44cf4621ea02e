<?php
/**
 * What the site's owner set. The secret has an option of its own, which is read only where a token is asked for.
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

/** Every setting with its default; all are strings. `who`: `everyone` or `members`. */
function cc_widgets_options(): array {
	$defaults = array(
		'channel_id' => '',
		'base_url'   => '',
		'app_key'    => '',
		'media'      => 'voice',
		'floating'   => '',
		'who'        => 'everyone',
	);
	$options = array_merge( $defaults, (array) get_option( 'cc_widgets_options', array() ) );
	if ( defined( 'CC_WIDGETS_APP_KEY' ) ) {
		$options['app_key'] = (string) CC_WIDGETS_APP_KEY;
	}
	return $options;
}

/** The application's secret, from wp-config.php or else from the settings. Never to be printed or logged. */
function cc_widgets_secret(): string {
	return defined( 'CC_WIDGETS_APP_SECRET' )
		? (string) CC_WIDGETS_APP_SECRET
		: (string) get_option( 'cc_widgets_secret', '' );
}

/** Clean settings from what the form sent; a base URL that is neither https nor loopback is dropped. */
function cc_widgets_sanitize_options( $given ): array {
	$given = is_array( $given ) ? array_filter( $given, 'is_string' ) : array();
	$text  = static function ( string $name ) use ( $given ): string {
		return sanitize_text_field( $given[ $name ] ?? '' );
	};
	$url   = untrailingslashit( esc_url_raw( trim( $given['base_url'] ?? '' ), array( 'https', 'http' ) ) );
	$parts = wp_parse_url( $url );
	$parts = is_array( $parts ) ? $parts : array();
	$host  = $parts['host'] ?? '';
	$local = in_array( $host, array( '127.0.0.1', 'localhost' ), true );
	// The secret goes there: encrypted, or no further than this machine, and to the host that is read in the address.
	$safe = '' !== $host && ! isset( $parts['user'] ) && ( 'https' === $parts['scheme'] || $local );
	return array(
		'channel_id' => $text( 'channel_id' ),
		'base_url'   => $safe ? $url : '',
		'app_key'    => $text( 'app_key' ),
		'media'      => 'video' === $text( 'media' ) ? 'video' : 'voice',
		'floating'   => '1' === $text( 'floating' ) ? '1' : '',
		'who'        => 'members' === $text( 'who' ) ? 'members' : 'everyone',
	);
}

/** The empty field of the form means: keep the secret that is set. */
function cc_widgets_sanitize_secret( $given ): string {
	$given = is_string( $given ) ? trim( $given ) : '';
	return '' === $given ? (string) get_option( 'cc_widgets_secret', '' ) : $given;
}
