/* Only the picker: the buttons themselves need no script of the page. */
const $ = (id) => document.getElementById(id);
const buttons = document.querySelectorAll('cc-click-to-call');
const asked = new URL(location.href).searchParams;

const scenarios = await (await fetch('/scenarios.json')).json();
const said = (text) => (document.documentElement.lang.startsWith('zh') ? text?.zh : text?.en) ?? '';

function fillScenarios() {
  const chosen = $('scenario').value || (asked.get('scenario') ?? 'agent-free');
  $('scenario').replaceChildren(...scenarios.map(({ id, title }) => new Option(said(title), id)));
  $('scenario').value = chosen;
}

function apply() {
  const { description } = scenarios.find(({ id }) => id === $('scenario').value) ?? {};
  $('expect').textContent = said(description);
  for (const button of buttons) {
    button.setAttribute('channel-id', $('scenario').value);
    button.setAttribute('media', $('media').value);
    button.setAttribute('api', $('api').value);
    button.setAttribute(
      'credentials-url',
      $('api').value === 'webadapter' ? '/credentials?api=webadapter' : '/credentials',
    );
  }
  document.documentElement.dir = $('rtl').checked ? 'rtl' : 'ltr';
  document.documentElement.classList.toggle('dark', $('dark').checked);
}

for (const name of ['media', 'api', 'language']) if (asked.has(name)) $(name).value = asked.get(name);
for (const name of ['rtl', 'dark']) $(name).checked = asked.has(name);
document.documentElement.lang = $('language').value;
fillScenarios();
apply();
for (const field of document.querySelectorAll('#help .fields select, #help .fields input'))
  field.addEventListener('change', () => {
    document.documentElement.lang = $('language').value;
    if (field === $('language')) fillScenarios();
    apply();
  });

// The page is shared in the call that is under way, whichever button made it.
for (const button of buttons)
  button.addEventListener('cc-state-change', ({ state }) => {
    if (state === 'connecting') $('share').setAttribute('for', button.id);
  });
