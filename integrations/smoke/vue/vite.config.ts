import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag: string): boolean => tag.startsWith('cc-');

export default { base: './', plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
