<?php
/**
 * POST cc-widgets/v1/credentials. What protects it is Origin, Sec-Fetch-Site and the rate: a nonce in a cached page is stale,
 * and one for visitors without an account is the same for all of them. WordPress itself forgets members without a nonce, so
 * their login cookie is read here, after Origin was checked.
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

/** Requests per minute and address. */
const CC_WIDGETS_RATE = 20;

add_action(
	'rest_api_init',
	static function (): void {
		register_rest_route(
			'cc-widgets/v1',
			'/credentials',
			array(
				'methods'             => 'POST',
				'callback'            => 'cc_widgets_credentials',
				'permission_callback' => 'cc_widgets_may_call',
			)
		);
	}
);

/** Scheme, host and port of a URL, as a browser's Origin has them. */
function cc_widgets_origin( string $url ): string {
	$parts  = wp_parse_url( $url );
	$scheme = strtolower( $parts['scheme'] ?? '' );
	$port   = $parts['port'] ?? null;
	$usual  = array( 'https' => 443, 'http' => 80 );
	$shown  = null === $port || ( $usual[ $scheme ] ?? null ) === $port ? '' : ":$port";
	return $scheme . '://' . strtolower( $parts['host'] ?? '' ) . $shown;
}

/** Id of the user who is logged in, 0 for none. */
function cc_widgets_member(): int {
	return (int) wp_validate_auth_cookie( '', 'logged_in' );
}

/** The visitor's random id, 24 characters, in a cookie that no script can read. */
function cc_widgets_visitor(): string {
	$kept = isset( $_COOKIE['cc_widgets_visitor'] ) ? sanitize_key( wp_unslash( $_COOKIE['cc_widgets_visitor'] ) ) : '';
	if ( preg_match( '/^[0-9a-f]{24}$/', $kept ) ) {
		return $kept;
	}
	$id = bin2hex( random_bytes( 12 ) );
	setcookie(
		'cc_widgets_visitor',
		$id,
		array(
			'path'     => COOKIEPATH ? COOKIEPATH : '/',
			'secure'   => is_ssl(),
			'httponly' => true,
			'samesite' => 'Lax',
		)
	);
	return $id;
}

/** True, or a WP_Error: 403 for another site's page, 401 for nobody where members alone may call, 429 for too many. */
function cc_widgets_may_call( WP_REST_Request $request ) {
	$own  = array( cc_widgets_origin( home_url() ), cc_widgets_origin( site_url() ) );
	$site = $request->get_header( 'sec_fetch_site' );
	if ( ! in_array( $request->get_header( 'origin' ), $own, true ) || ( null !== $site && 'same-origin' !== $site ) ) {
		return new WP_Error( 'cc_widgets_origin', 'Only pages of this site may ask.', array( 'status' => 403 ) );
	}
	if ( 'members' === cc_widgets_options()['who'] && 0 === cc_widgets_member() ) {
		return new WP_Error( 'cc_widgets_members', 'Log in to call.', array( 'status' => 401 ) );
	}
	$address = isset( $_SERVER['REMOTE_ADDR'] ) ? sanitize_text_field( wp_unslash( $_SERVER['REMOTE_ADDR'] ) ) : '';
	$key     = 'cc_widgets_rate_' . substr( wp_hash( $address . '|' . intdiv( time(), MINUTE_IN_SECONDS ) ), 0, 20 );
	$count   = (int) get_transient( $key );
	if ( $count >= CC_WIDGETS_RATE ) {
		return new WP_Error( 'cc_widgets_rate', 'Too many requests.', array( 'status' => 429 ) );
	}
	set_transient( $key, $count + 1, MINUTE_IN_SECONDS );
	return true;
}

/** A member has an id by the account, anybody else a random one: of what the page says only the language counts. */
function cc_widgets_credentials( WP_REST_Request $request ) {
	$locale = $request->get_param( 'locale' );
	$valid  = is_string( $locale ) && preg_match( '/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$/', $locale );
	$user   = get_userdata( cc_widgets_member() );
	$id     = $user ? substr( wp_hash( 'cc-widgets ' . $user->ID ), 0, 24 ) : cc_widgets_visitor();
	$name   = $user ? $user->display_name : __( 'Visitor', 'cc-widgets' );
	$issued = cc_widgets_issue( $id, $name, $valid ? $locale : 'en' );
	if ( is_wp_error( $issued ) ) {
		return $issued;
	}
	return new WP_REST_Response( $issued );
}

// Errors too: what a cache kept of a refusal would meet the next visitor. The CORS headers of WordPress would let others read.
add_filter(
	'rest_pre_serve_request',
	static function ( $served, $result, $request ) {
		if ( '/cc-widgets/v1/credentials' === $request->get_route() ) {
			header( 'Cache-Control: no-store' );
			header_remove( 'Access-Control-Allow-Origin' );
			header_remove( 'Access-Control-Allow-Credentials' );
		}
		return $served;
	},
	20,
	3
);
