/* Only the picker: the buttons themselves need no script of the page. */
const $ = (id) => document.getElementById(id);
const buttons = document.querySelectorAll('cc-click-to-call');
const asked = new URL(location.href).searchParams;

async function fillScenarios() {
  const scenarios = await (await fetch('/scenarios.json')).json();
  const chinese = document.documentElement.lang.startsWith('zh');
  $('scenario').replaceChildren(...scenarios.map(({ id, title }) => new Option(chinese ? title.zh : title.en, id)));
  $('scenario').value = asked.get('scenario') ?? 'agent-free';
}

function apply() {
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
await fillScenarios();
apply();
for (const field of document.querySelectorAll('.fields select, .fields input'))
  field.addEventListener('change', async () => {
    const scenario = $('scenario').value;
    document.documentElement.lang = $('language').value;
    if (field === $('language')) {
      await fillScenarios();
      $('scenario').value = scenario;
    }
    apply();
  });
