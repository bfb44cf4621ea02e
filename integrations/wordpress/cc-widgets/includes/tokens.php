<?php
/**
 * The platform's tokens: tokenByAkSk (kept until 80 % of its life is over) and applyToken (one for each request).
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

const CC_WIDGETS_TOKEN_LIFE = 3600;

/** POSTs JSON to the platform: `array( status, answer )`; status 0 where it can't be reached. Quotes nothing of the answer. */
function cc_widgets_post( string $path, array $headers, array $body ): array {
	$response = wp_remote_post(
		cc_widgets_options()['base_url'] . $path,
		array(
			'timeout'     => 8,
			'redirection' => 0,
			'headers'     => array( 'Content-Type' => 'application/json; charset=UTF-8' ) + $headers,
			'body'        => wp_json_encode( $body ),
		)
	);
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	return array( (int) wp_remote_retrieve_response_code( $response ), is_array( $answer ) ? $answer : array() );
}

/** `array( 'value', 'expires' )` (s since the epoch), or a WP_Error 502. `$refused` is given to nobody again. */
function cc_widgets_access_token( string $refused = '' ) {
	$kept = get_transient( 'cc_widgets_access' );
	if ( is_array( $kept ) && $kept['value'] !== $refused ) {
		return $kept;
	}
	list( $status, $answer ) = cc_widgets_post(
		'/apigovernance/api/oauth/tokenByAkSk',
		array( 'x-token-expire' => (string) CC_WIDGETS_TOKEN_LIFE ),
		array(
			'app_key'    => cc_widgets_options()['app_key'],
			'app_secret' => cc_widgets_secret(),
		)
	);
	$value = $answer['AccessToken'] ?? '';
	if ( 200 !== $status || ! is_string( $value ) || '' === $value ) {
		return new WP_Error( 'cc_widgets_token', "tokenByAkSk gave no token (HTTP $status).", array( 'status' => 502 ) );
	}
	$life  = (int) ( $answer['Expires'] ?? 0 );
	$life  = $life > 0 ? $life : 600;
	$token = array(
		'value'   => $value,
		'expires' => time() + $life,
	);
	set_transient( 'cc_widgets_access', $token, max( 1, (int) ( $life * 0.8 ) ) );
	return $token;
}

/** What `credentials-url` answers for this visitor, or a WP_Error 502. */
function cc_widgets_issue( string $user_id, string $user_name, string $locale ) {
	$options = cc_widgets_options();
	$asked   = array(
		'userId'    => $user_id,
		'userName'  => $user_name,
		'channelId' => $options['channel_id'],
		'locale'    => $locale,
	);
	$refused = '';
	for ( $try = 0; $try < 2; $try++ ) {
		$access = cc_widgets_access_token( $refused );
		if ( is_wp_error( $access ) ) {
			return $access;
		}
		$headers                 = array(
			'x-app-key'     => $options['app_key'],
			'Authorization' => 'Bearer ' . $access['value'],
		);
		list( $status, $answer ) = cc_widgets_post( '/apiaccess/ccmessaging/applyToken', $headers, $asked );
		if ( 401 !== $status && 403 !== $status ) {
			break;
		}
		$refused = $access['value'];
	}
	// One documented sample has the token in a second pair of quotes, another one no resultCode.
	$value = is_string( $answer['token'] ?? null ) ? preg_replace( '/^"(.*)"$/', '$1', $answer['token'] ) : '';
	if ( 200 !== $status || '0' !== (string) ( $answer['resultCode'] ?? '0' ) || '' === $value ) {
		return new WP_Error( 'cc_widgets_token', "applyToken gave no token (HTTP $status).", array( 'status' => 502 ) );
	}
	return array(
		'appKey'         => $options['app_key'],
		'accessToken'    => $access['value'],
		'messagingToken' => $value,
		'expiresIn'      => max( 1, min( $access['expires'] - time(), CC_WIDGETS_TOKEN_LIFE ) ),
		'userId'         => $user_id,
		'userName'       => $user_name,
	);
}
