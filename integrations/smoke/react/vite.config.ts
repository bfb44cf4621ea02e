export default { base: './', ssr: { noExternal: [/cc-widgets/] } };
