/** A way to write, in CSS, that an address is to be fetched for an element of class `x`. */
export interface CssForm {
  readonly css: (address: string) => string;
  /** A whole sheet, or the declarations of a style attribute. */
  readonly at: 'sheet' | 'style';
  /** Whether Chromium fetches it. What it does not is one that a careless reader could make into one that it does. */
  readonly isFetched: boolean;
}

/** `URL` stands for the address, `URL[…]` for one that has more after its scheme, of which its reader sees nothing but slashes. */
const form = (at: CssForm['at'], isFetched: boolean, template: string): CssForm => ({
  css: (address) =>
    template.replace(/URL(?:\[([^\]]+)\])?/g, (_, cut: string | undefined) =>
      cut === undefined ? address : address.replace('://', `:${cut}//`),
    ),
  at,
  isFetched,
});
const style = (template: string, isFetched = true): CssForm => form('style', isFetched, template);
const sheet = (template: string, isFetched = true): CssForm => form('sheet', isFetched, template);

export const fetchingCss: readonly CssForm[] = [
  // One blank after the digits is part of an escape; CRLF is one.
  style('background:\\75 rl(URL)'),
  style('background:\\75\nrl(URL)'),
  style('background:\\75\trl(URL)'),
  style('background:\\75\frl(URL)'),
  style('background:\\75\rrl(URL)'),
  style('background:\\75\r\nrl(URL)'),
  style('background:\\75\n\nrl(URL)', false),
  style('background:\\000075rl(URL)'),
  style('background:\\000075 rl(URL)'),
  style('background:\\0000075rl(URL)', false),
  style('background:u\\72\\6c (URL)'),
  style('background:u\\r\\l(URL)'),
  style('background:\\55\\52\\4c(URL)'),
  style('background:\\75/**/rl(URL)', false),
  style('background:u/* rr_split */rl(URL)', false),
  style('background:\\75\\\nrl(URL)', false),
  style('background:u\\0\\72 l(URL)', false),
  // Addresses with escapes, texts that go on in the next line, and what ends early.
  style('background:\\75 rl(\t"URL"\n)'),
  style("background:\\75 rl('URL[\\\r\n]')"),
  style('background:url("URL[\\\n]")'),
  style('background:url(URL[\\2f \\2f\r\n])'),
  style('background:\\75 rl(URL'),
  style('background:url("URL\n)', false),
  style('--s:"\\\r\n";background:\\75 rl(URL);--t:"'),
  style('font-family:"\\\r\n" \\75 rl(URL) "', false),
  style('--s:"a\n";background:\\75 rl(URL);--t:""', false),
  // Texts that become addresses.
  style('background:image-set("URL" 1x)'),
  style('background:\\69mage-set("URL" 1x)'),
  style('background:-webkit-im\\61 ge-set("URL" 1x)'),
  style('--x:\\75 rl(URL);background:var(--x)'),
  style('--x:"URL";background:image-set(var(--x) 1x)'),
  style('font:i\\6d age-set("URL" 1x)', false),
  style('background:s\\72 c("URL")', false),
  // Properties.
  style('b\\61 ckground:\\75 rl(URL)'),
  style('cursor:\\75 rl(URL),auto'),
  style('m\\61sk-image:\\75 rl(URL)'),
  style('border-image-source:\\75 rl(URL)'),
  style('background:-webkit-cross-fade(\\75 rl(URL),\\75 rl(URL),50%)'),
  style('filter:\\75 rl(URL#a)'),
  style('clip-path:\\75 rl(URL#a)'),
  style('float:left;shape-outside:\\75 rl(URL)'),
  style('content:\\75 rl(URL)'),
  // Sheets.
  sheet('.x{background:\\75 rl(URL)}'),
  sheet('.x{b\\61 ckground:\\75 rl("URL");top:0}'),
  sheet('[class~="x\\"]{}"],.x{background:\\75 rl(URL)}'),
  sheet('[cl\\61 ss\\5d =x],.x{background:\\75 rl(URL)}'),
  sheet('[a=b{]c]{},.x{background:\\75 rl(URL)}', false),
  sheet('@\\69 mport "URL";'),
  sheet('@\\69\r\nmport \\75 rl(URL);'),
  sheet('@layer a;@i\\6dport "URL" layer(b);'),
  sheet('@font-face{font-family:F;s\\72 c:\\75 rl(URL)}.x{font-family:F}'),
  sheet('.x{--s:"/*";background:\\75 rl(URL);--t:"*/"}'),
  sheet('.x{font-family:"\\22;background:url(URL);a";top:0}', false),
  sheet('@property --q{syntax:"<string>";inherits:false;initial-value:"URL"}.x{background:image-set(var(--q) 1x)}'),
  sheet('@function --f(){result:"URL"}.x{background:image-set(--f() 1x)}'),
];
