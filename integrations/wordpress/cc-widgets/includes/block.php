<?php
/**
 * The element as a block: what it saves is a comment with its settings, which kses leaves alone; the server renders it.
 *
 * @package cc-widgets
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'init',
	static function (): void {
		wp_register_script(
			'cc-widgets-block',
			plugins_url( 'block.js', CC_WIDGETS_FILE ),
			array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components', 'wp-i18n' ),
			'0.1.0',
			true
		);
		register_block_type(
			'cc-widgets/click-to-call',
			array(
				'api_version'     => 2,
				'editor_script'   => 'cc-widgets-block',
				'attributes'      => array(
					'media'     => array( 'type' => 'string' ),
					'placement' => array( 'type' => 'string' ),
					'label'     => array( 'type' => 'string' ),
				),
				'render_callback' => 'cc_widgets_element',
			)
		);
	}
);
