<?php
/**
 * The element on a page: shortcode, and on every page where the settings say so.
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

/** The element's HTML; an attribute that is not valid has its default. The first one brings the script. */
function cc_widgets_element( $attributes ): string {
	$options = cc_widgets_options();
	$known   = array(
		'media'     => $options['media'],
		'placement' => 'inline',
		'label'     => '',
	);
	$given   = shortcode_atts( $known, (array) $attributes, 'cc_click_to_call' );
	if ( '' === $options['channel_id'] || '' === $options['base_url'] ) {
		return '';
	}
	if ( ! has_action( 'wp_footer', 'cc_widgets_script' ) ) {
		add_action( 'wp_footer', 'cc_widgets_script' );
	}
	return sprintf(
		'<cc-click-to-call channel-id="%s" base-url="%s" media="%s" placement="%s" credentials-url="%s"%s></cc-click-to-call>',
		esc_attr( $options['channel_id'] ),
		esc_url( $options['base_url'] ),
		'video' === $given['media'] ? 'video' : 'voice',
		'floating' === $given['placement'] ? 'floating' : 'inline',
		esc_url( rest_url( 'cc-widgets/v1/credentials' ) ),
		'' === $given['label'] ? '' : ' label="' . esc_attr( $given['label'] ) . '"'
	);
}

/** Without `?ver=`: the modules that it loads name it without one, and it would be loaded twice. */
function cc_widgets_script(): void {
	wp_print_script_tag(
		array(
			'type' => 'module',
			'src'  => esc_url( plugins_url( 'dist/cc-widgets.js', CC_WIDGETS_FILE ) ),
		)
	);
}

add_shortcode( 'cc_click_to_call', 'cc_widgets_element' );

add_action(
	'wp_footer',
	static function (): void {
		if ( '1' === cc_widgets_options()['floating'] && ! has_action( 'wp_footer', 'cc_widgets_script' ) ) {
			echo cc_widgets_element( array( 'placement' => 'floating' ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made.
		}
	},
	5
);
