<?php
/**
 * Settings → CC Widgets.
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'admin_init',
	static function (): void {
		// Made here, so that WordPress doesn't load the secret with every page.
		add_option( 'cc_widgets_secret', '', '', 'no' );
		$page = 'cc_widgets';
		register_setting( $page, 'cc_widgets_options', array( 'sanitize_callback' => 'cc_widgets_sanitize_options' ) );
		register_setting( $page, 'cc_widgets_secret', array( 'sanitize_callback' => 'cc_widgets_sanitize_secret' ) );
	}
);

// What was changed may be what the kept token was for.
foreach ( array( 'cc_widgets_options', 'cc_widgets_secret' ) as $cc_widgets_name ) {
	add_action(
		"update_option_$cc_widgets_name",
		static function (): void {
			delete_transient( 'cc_widgets_access' );
		}
	);
}

add_action(
	'admin_menu',
	static function (): void {
		add_options_page( 'CC Widgets', 'CC Widgets', 'manage_options', 'cc_widgets', 'cc_widgets_settings_page' );
	}
);

/** One row with a field of text. */
function cc_widgets_text_row( string $name, string $label, string $value ): void {
	printf(
		'<tr><th scope="row"><label for="cc_widgets_%1$s">%2$s</label></th><td><input class="regular-text" type="text" id="cc_widgets_%1$s" name="cc_widgets_options[%1$s]" value="%3$s"></td></tr>',
		esc_attr( $name ),
		esc_html( $label ),
		esc_attr( $value )
	);
}

/** One row with a box to tick, whose value is `$value`. */
function cc_widgets_box_row( string $name, string $label, string $value, string $now ): void {
	printf(
		'<tr><th scope="row">%2$s</th><td><input type="checkbox" id="cc_widgets_%1$s" aria-label="%2$s" name="cc_widgets_options[%1$s]" value="%3$s"%4$s></td></tr>',
		esc_attr( $name ),
		esc_html( $label ),
		esc_attr( $value ),
		checked( $now, $value, false )
	);
}

/** The form. It says whether a secret is set, and never which. */
function cc_widgets_settings_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$options = cc_widgets_options();
	echo '<div class="wrap"><h1>CC Widgets</h1><form method="post" action="options.php">';
	settings_fields( 'cc_widgets' );
	echo '<table class="form-table" role="presentation">';
	cc_widgets_text_row( 'channel_id', __( 'Channel id', 'cc-widgets' ), $options['channel_id'] );
	cc_widgets_text_row( 'base_url', __( 'Address of the platform', 'cc-widgets' ), $options['base_url'] );
	cc_widgets_text_row( 'app_key', __( 'App key', 'cc-widgets' ), $options['app_key'] );
	printf(
		'<tr><th scope="row"><label for="cc_widgets_secret">%s</label></th><td><input class="regular-text" type="password" autocomplete="new-password" id="cc_widgets_secret" name="cc_widgets_secret" value="" placeholder="%s"></td></tr>',
		esc_html__( 'App secret', 'cc-widgets' ),
		'' === cc_widgets_secret() ? esc_attr__( 'not set', 'cc-widgets' ) : esc_attr__( 'set; leave empty to keep it', 'cc-widgets' )
	);
	cc_widgets_box_row( 'media', __( 'Video calls', 'cc-widgets' ), 'video', $options['media'] );
	cc_widgets_box_row( 'floating', __( 'On every page', 'cc-widgets' ), '1', $options['floating'] );
	cc_widgets_box_row( 'who', __( 'Only who is logged in may call', 'cc-widgets' ), 'members', $options['who'] );
	echo '</table>';
	submit_button();
	echo '</form></div>';
}
