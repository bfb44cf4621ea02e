/* The desk's controls: each runs one task at a time, and shows its error. */

export const $ = (id) => document.getElementById(id);

export function show(problem = '') {
  $('problem').textContent = problem;
  $('problem').hidden = problem === '';
}

/** Shows the task's error, which stays until the agent uses another control. */
export async function attempt(task) {
  try {
    await task();
  } catch (thrown) {
    show(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Ignores calls while the task is pending. */
function once(task) {
  let pending = false;
  return async () => {
    if (pending) return;
    pending = true;
    show();
    await attempt(task);
    pending = false;
  };
}

export const onClick = (id, task) => $(id).addEventListener('click', once(task));

export const onSubmit = (id, task) => {
  const run = once(task);
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void run();
  });
};
