<?php
/**
 * Leaves nothing behind, on every site of a network.
 *
 * @package cc-widgets
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/** Options and transients of the current site. */
function cc_widgets_forget(): void {
	global $wpdb;
	delete_option( 'cc_widgets_options' );
	delete_option( 'cc_widgets_secret' );
	delete_transient( 'cc_widgets_access' );
	foreach ( array( '_transient_cc_widgets_', '_transient_timeout_cc_widgets_' ) as $prefix ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $cc_widgets_site ) {
		switch_to_blog( $cc_widgets_site );
		cc_widgets_forget();
		restore_current_blog();
	}
} else {
	cc_widgets_forget();
}
