/** How custom-elements.json is made: from the class comments of the elements and from where their tags are defined. */
export default {
  globs: ['src/define.ts', 'src/elements/**/*.ts'],
  litelement: true,
  // package.json names the manifest itself.
  packagejson: false,
  outdir: '.',
  plugins: [{ name: 'published', packageLinkPhase: ({ customElementsManifest }) => published(customElementsManifest) }],
};

/** What others see: the modules where the package has them, and no private members. */
function published(manifest) {
  for (const { declarations } of manifest.modules) {
    for (const declaration of declarations ?? []) {
      // The analyzer takes the first argument of any event that is dispatched for its type; the class comment knows better.
      declaration.events = declaration.events?.filter(({ description }) => description);
      declaration.members = declaration.members?.filter(({ privacy }) => privacy === 'public' || privacy === undefined);
    }
  }
  const json = JSON.stringify(manifest).replace(/"\/?src\/([^"]+)\.[jt]s"/g, '"dist/$1.js"');
  Object.assign(manifest, JSON.parse(json));
}
