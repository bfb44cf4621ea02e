/** The block in the editor: a picture of the button, and its settings beside it. */
(({ blocks, element, blockEditor, components, i18n }) => {
  const { createElement: el, Fragment } = element;
  const { __ } = i18n;
  const choices = (...pairs) => pairs.map(([value, label]) => ({ value, label }));

  blocks.registerBlockType('cc-widgets/click-to-call', {
    apiVersion: 2,
    title: __('Call button', 'cc-widgets'),
    description: __('Visitors talk to an agent of your contact center.', 'cc-widgets'),
    category: 'widgets',
    icon: 'phone',
    attributes: { media: { type: 'string' }, placement: { type: 'string' }, label: { type: 'string' } },
    supports: { html: false },
    edit({ attributes, setAttributes }) {
      const field = (control, name, label, more = {}) =>
        el(control, {
          ...{ key: name, label, value: attributes[name] ?? '' },
          ...{ onChange: (value) => setAttributes({ [name]: value || undefined }), ...more },
        });
      return el(
        Fragment,
        null,
        el(
          blockEditor.InspectorControls,
          null,
          el(components.PanelBody, { title: __('Call button', 'cc-widgets') }, [
            field(components.TextControl, 'label', __('Label', 'cc-widgets')),
            field(components.SelectControl, 'media', __('Media', 'cc-widgets'), {
              options: choices(
                ['', __('As in the settings', 'cc-widgets')],
                ['voice', __('Voice', 'cc-widgets')],
                ['video', __('Video', 'cc-widgets')],
              ),
            }),
            field(components.SelectControl, 'placement', __('Placement', 'cc-widgets'), {
              options: choices(['', __('Here', 'cc-widgets')], ['floating', __('In the corner', 'cc-widgets')]),
            }),
          ]),
        ),
        el(
          'p',
          blockEditor.useBlockProps(),
          el('span', { className: 'wp-element-button' }, attributes.label || __('Call us', 'cc-widgets')),
        ),
      );
    },
    save: () => null,
  });
})(window.wp);
